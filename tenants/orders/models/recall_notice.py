from django.db import models

from platform_core.kernel.ids import new_id
from tenants.orders.enums import RecallOutcome


class RecallNotice(models.Model):
    """What a recall did about one issuance: how many of its codes are of the batch, and whether its buyer was told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recall = models.ForeignKey("orders.Recall", on_delete=models.PROTECT, related_name="notices")
    issuance_id = models.UUIDField()
    order = models.ForeignKey("orders.Order", null=True, on_delete=models.PROTECT, related_name="recalls")
    codes = models.IntegerField()
    outcome = models.CharField(max_length=12, choices=RecallOutcome.choices)
    message_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["recall", "issuance_id"], name="recall_notice_once")]

    def __str__(self) -> str:
        return f"{self.issuance_id} {self.outcome}"
