import uuid

from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import RefundState


class GatewayRefund(models.Model):
    """Money that goes back to a buyer by the way it came.

    ``ours``: we asked for it; else it was made at the gateway itself, and a person is told.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="refunds")
    number = models.CharField(max_length=32, unique=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=RefundState.choices, default=RefundState.PENDING)
    ours = models.BooleanField(default=True)
    provider_id = models.CharField(max_length=64, unique=True, null=True)
    reason = models.CharField(max_length=80, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="refund_open", condition=models.Q(state=RefundState.PENDING)),
            models.Index(fields=["done_at"], name="refund_done", condition=models.Q(done_at__isnull=False)),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(amount__gt=0), name="gateway_refund_amount")]

    @property
    def sending(self) -> uuid.UUID:
        """The fact in the books: this refund, as it was sent under this number."""
        return uuid.uuid5(self.id, self.number)

    def __str__(self) -> str:
        return self.number
