from typing import Any

from django.db import models

from platform_core.kernel.ids import new_id, public_id
from tenants.issuance.enums import Disposition, RefundStatus


class Refund(models.Model):
    """Money of an issuance goes back to its buyer (退款); ``disposition`` says what becomes of the codes.

    One that voids many codes is ``pending`` until a job has done so; it counts as refunded meanwhile. One that failed has
    changed nothing: ``failure`` is the error code, ``failed_code_id`` the code that stood in its way.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    external_id = models.CharField(max_length=64)
    fingerprint = models.BinaryField(max_length=32)
    request = models.JSONField(default=dict)
    issuance_id = models.UUIDField(db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    disposition = models.CharField(max_length=8, choices=Disposition.choices)
    codes = models.IntegerField()
    status = models.CharField(max_length=12, choices=RefundStatus.choices)
    reason = models.CharField(max_length=200, blank=True)
    actor = models.CharField(max_length=80)
    failure = models.CharField(max_length=40, blank=True)
    failed_code_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id"], name="refund_external_id"),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="refund_amount"),
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """What its events tell."""
        return {
            "id": public_id("rfd", self.id),
            "external_id": self.external_id,
            "issuance": public_id("iss", self.issuance_id),
            "amount": self.amount,
            "currency": self.currency,
            "disposition": self.disposition,
            "codes": self.codes,
        }

    def __str__(self) -> str:
        return self.external_id
