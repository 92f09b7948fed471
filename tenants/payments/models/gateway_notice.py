from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import NoticeKind, NoticeOutcome


class GatewayNotice(models.Model):
    """What a gateway told us, verified and kept whatever came of it, so that no money becomes invisible."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gateway = models.CharField(max_length=16)
    kind = models.CharField(max_length=16, choices=NoticeKind.choices, db_default=NoticeKind.PAID)
    payment_number = models.CharField(max_length=32, db_index=True)
    refund_number = models.CharField(max_length=32, blank=True, db_default="")
    provider_id = models.CharField(max_length=64)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    outcome = models.CharField(max_length=16, choices=NoticeOutcome.choices)
    reason = models.CharField(max_length=80, blank=True, db_default="")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.payment_number} {self.outcome}"
