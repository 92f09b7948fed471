import datetime as dt

from django.db import models


class GrantedPlan(models.Model):
    """A plan that the platform lets a merchant use until a date without its paying for it; one at a time, its history are the steps.

    While it runs it goes before what the merchant pays for. Its own role may read which plan and until when; the platform writes it.
    """

    tenant_id = models.UUIDField(primary_key=True)  # of the live tenant
    tenant_role = models.CharField(max_length=63, unique=True)
    plan = models.CharField(max_length=32)
    until = models.DateTimeField()
    by = models.CharField(max_length=254)
    because = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True
    )  # taken back, or noted as over; null: it runs, or is over since a moment ago

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="billing_grant_running", condition=models.Q(ended_at__isnull=True))
        ]

    @property
    def over_at(self) -> dt.datetime:
        """When it ends, or ended."""
        return min(self.until, self.ended_at) if self.ended_at else self.until

    def runs_at(self, moment: dt.datetime) -> bool:
        """May the merchant use the plan at this moment?"""
        return moment < self.over_at

    def __str__(self) -> str:
        return f"{self.plan} of {self.tenant_role} until {self.until}"
