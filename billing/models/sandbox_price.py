from django.db import models

from billing.enums import Interval


class SandboxPrice(models.Model):
    """What an edition of a plan costs in the sandbox. Never changes: a new edition has a new one."""

    id = models.CharField(max_length=64, primary_key=True)
    plan = models.CharField(max_length=32)
    version = models.IntegerField()
    interval = models.CharField(max_length=5, choices=Interval.choices)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "version", "interval", "currency"], name="sandbox_price_once"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="sandbox_price_positive"),
        ]

    @property
    def months(self) -> int:
        """How many months are paid for at a time."""
        return 12 if self.interval == Interval.YEAR else 1

    def __str__(self) -> str:
        return self.id
