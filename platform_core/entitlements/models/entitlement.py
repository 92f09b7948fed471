from django.db import models

from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import Allowance, ApiLimits
from platform_core.entitlements.rights import Rights


class Entitlement(models.Model):
    """What a merchant may do. A merchant without a row is not limited. Its own role may read it, the platform writes it.

    The limits are a copy of one edition of a plan; where one is null there is none. ``standing`` is written by billing alone.
    """

    tenant_id = models.UUIDField(primary_key=True)
    tenant_role = models.CharField(max_length=63)
    plan = models.CharField(max_length=32)
    read = models.IntegerField()
    write = models.IntegerField()
    reveal = models.IntegerField()
    redeem = models.IntegerField()
    concurrency = models.IntegerField()
    key_share = models.IntegerField(default=100)
    version = models.IntegerField(default=1, db_default=1)  # of the plan
    skus = models.IntegerField(null=True)
    staff = models.IntegerField(null=True)
    codes = models.IntegerField(null=True)
    endpoints = models.IntegerField(null=True)
    storage_mb = models.IntegerField(null=True)
    custom_domain = models.BooleanField(default=True, db_default=True)
    standing = models.CharField(
        max_length=10, choices=Standing.choices, default=Standing.ACTIVE, db_default=Standing.ACTIVE.value
    )
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="limits_let_something_pass",
                condition=models.Q(
                    read__gt=0, write__gt=0, reveal__gt=0, redeem__gt=0, concurrency__gt=0, key_share__range=(1, 100)
                ),
            )
        ]

    @property
    def api_limits(self) -> ApiLimits:
        """As a value."""
        return ApiLimits(self.read, self.write, self.reveal, self.redeem, self.concurrency, self.key_share)

    @property
    def allowance(self) -> Allowance:
        """As a value."""
        return Allowance(self.skus, self.staff, self.codes, self.endpoints, self.storage_mb, self.custom_domain)

    @property
    def rights(self) -> Rights:
        """As a value."""
        return Rights(self.plan, self.version, Standing(self.standing), self.allowance, self.api_limits)

    def __str__(self) -> str:
        return f"{self.plan} of {self.tenant_id}"
