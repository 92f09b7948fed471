import datetime as dt

from django.db import models

from billing.enums import SandboxCard


class SandboxCustomer(models.Model):
    """A merchant as the sandbox knows it. Whoever changes anything of a customer in the sandbox locks this row first.

    ``ahead`` is its clock: the sandbox does for it what is due so much later than now, and dates what it tells so much earlier.
    All moments of the sandbox's own rows are by that clock, so that months stay months however often it is moved.
    """

    id = models.CharField(max_length=64, primary_key=True)
    tenant_id = models.UUIDField(unique=True)  # of the live tenant
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254, blank=True)
    title = models.CharField(max_length=120, blank=True)
    tax_number = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    card = models.CharField(max_length=8, choices=SandboxCard.choices, blank=True)  # what is charged by itself
    credit = models.BigIntegerField(default=0)  # minor units that the next bills take off
    bills = models.IntegerField(default=0)  # how many were numbered
    ahead = models.DurationField(default=dt.timedelta)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(credit__gte=0, ahead__gte=dt.timedelta()), name="sandbox_customer_sane"
            )
        ]

    def outside(self, moment: dt.datetime | None) -> dt.datetime | None:
        """When a moment of its clock was, or will be, for everybody else."""
        return None if moment is None else moment - self.ahead

    def inside(self, moment: dt.datetime) -> dt.datetime:
        """A moment of everybody else's by its clock, in whole seconds."""
        return (moment + self.ahead).replace(microsecond=0)

    def __str__(self) -> str:
        return self.id
