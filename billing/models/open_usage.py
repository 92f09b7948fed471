from django.db import models


class OpenUsage(models.Model):
    """An issuance that is told in parts: how much of it is counted already.

    ``over_at``: since when no more of it is expected. It stays for some days: events are read in the order in which their
    transactions began, so an earlier part may come behind the last one.
    """

    object_id = models.CharField(max_length=64, primary_key=True)
    tenant_role = models.CharField(max_length=63)
    counted = models.BigIntegerField()
    over_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["over_at"], name="billing_usage_over", condition=models.Q(over_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.counted}"
