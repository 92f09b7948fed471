from django.db import models

from billing.enums import Interval
from platform_core.kernel.ids import new_id


class Price(models.Model):
    """What an edition of a plan costs, and what it is called at a provider. An amount never changes: a new edition has a new price."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=8)
    plan = models.CharField(max_length=32)
    version = models.IntegerField()
    interval = models.CharField(max_length=5, choices=Interval.choices)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    remote_id = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "plan", "version", "interval"], name="billing_price_once"),
            models.UniqueConstraint(fields=["provider", "remote_id"], name="billing_price_remote_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="billing_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.version} {self.interval}"
