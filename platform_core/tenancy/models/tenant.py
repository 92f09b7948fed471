import datetime as dt

from django.db import models

from platform_core.kernel.ids import new_id
from platform_core.tenancy.enums import Preset, ShopLanguage, TenantState


class Tenant(models.Model):
    """A merchant. A test twin is a tenant of its own (``livemode`` false) that points at its live one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=8, unique=True)
    slug = models.CharField(max_length=32, unique=True, null=True)
    name = models.CharField(max_length=80)
    schema_name = models.CharField(max_length=63, unique=True)
    role_name = models.CharField(max_length=63, unique=True)
    state = models.CharField(max_length=16, choices=TenantState.choices, default=TenantState.ACTIVE)
    livemode = models.BooleanField(default=True)
    live_tenant = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="test_twin")
    preset = models.CharField(max_length=16, choices=Preset.choices, default=Preset.VERTICAL)
    positioning = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    currency = models.CharField(max_length=3, default="CNY")
    # How it greets whoever has chosen no language; empty: as their browser asks.
    language = models.CharField(
        max_length=8, choices=ShopLanguage.choices, default=ShopLanguage.BROWSER, db_default="", blank=True
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)  # archived since
    shredded_at = models.DateTimeField(null=True)  # its key is destroyed: nothing sealed is ever opened again
    # Of twins alone: how far their clock was advanced, and which edition of the test goods they were stocked with (0: none).
    clock_ahead = models.DurationField(default=dt.timedelta(), db_default=dt.timedelta())
    test_goods = models.SmallIntegerField(default=0, db_default=0)

    class Meta:
        constraints = [
            # A live clock cannot be moved, and no clock backwards.
            models.CheckConstraint(
                condition=models.Q(clock_ahead=dt.timedelta())
                | models.Q(livemode=False, clock_ahead__gt=dt.timedelta()),
                name="tenant_clock",
            )
        ]

    def __str__(self) -> str:
        return self.slug or self.schema_name
