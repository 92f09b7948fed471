from django.db import models

from billing.enums import Meter


class UsageTotal(models.Model):
    """How much a merchant used of something in one hour (of one day for storage: ``at`` is its beginning in UTC).

    Its own role may read it; the platform writes it. ``reported``: how much of it the provider knows.
    ``telling``: up to how much it is being told just now; after a crash just that is told again.
    """

    pk = models.CompositePrimaryKey("tenant_role", "meter", "at")
    tenant_role = models.CharField(max_length=63)
    meter = models.CharField(max_length=8, choices=Meter.choices)
    at = models.DateTimeField()
    quantity = models.BigIntegerField()
    reported = models.BigIntegerField(default=0, db_default=0)
    telling = models.BigIntegerField(null=True)
    reported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"],
                name="billing_usage_unreported",
                condition=models.Q(quantity__gt=models.F("reported")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.meter} {self.at}"
