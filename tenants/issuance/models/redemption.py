from django.db import models

from platform_core.kernel.ids import new_id
from tenants.issuance.enums import RedemptionStatus


class Redemption(models.Model):
    """A code was used (核销): so much of its balance, or so many uses. Reversed as a whole, at most once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    external_id = models.CharField(max_length=64, null=True)
    fingerprint = models.BinaryField(max_length=32)
    request = models.JSONField(default=dict)
    code_id = models.UUIDField(db_index=True)
    sku_id = models.UUIDField()
    status = models.CharField(max_length=12, choices=RedemptionStatus.choices)
    kind = models.CharField(max_length=8)  # of its SKU: amount or units
    value = models.BigIntegerField()
    left = models.BigIntegerField()  # after it
    currency = models.CharField(max_length=3)
    context = models.JSONField(default=dict)
    actor = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    reversal_id = models.UUIDField(null=True)
    reversed_at = models.DateTimeField(null=True)
    reversal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id"], name="redemption_external_id"),
            models.CheckConstraint(condition=models.Q(value__gte=1, left__gte=0), name="redemption_value"),
        ]

    def __str__(self) -> str:
        return self.external_id or str(self.id)
