from django.db import models

from tenants.inventory.enums import WithheldReason


class WithheldCode(models.Model):
    """A single unsold code that must not be sold; a claim steps over it."""

    pk = models.CompositePrimaryKey("lot_id", "position")
    lot_id = models.BigIntegerField()
    position = models.IntegerField()
    reason = models.CharField(max_length=12, choices=WithheldReason.choices)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["lot_id"], name="withheld_live", condition=~models.Q(reason=WithheldReason.VOIDED))
        ]

    def __str__(self) -> str:
        return f"{self.lot_id}/{self.position} {self.reason}"
