from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import PaymentMethod, PaymentState


class Payment(models.Model):
    """One attempt to pay one order, or one top-up, at one gateway; the amount asked is compared with the amount paid, exactly.

    ``session``: what the buyer was given to pay with. ``checked_at``: when the gateway was last asked whether it is paid.
    ``payer_print``: keyed print of the account that paid, where the gateway names it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(db_index=True, null=True)  # null: a payment that fits no order
    top_up = models.ForeignKey("payments.BalanceTopUp", null=True, on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(max_length=16)
    method = models.CharField(max_length=16, choices=PaymentMethod.choices, default=PaymentMethod.SANDBOX)
    number = models.CharField(max_length=32, unique=True)
    amount = models.BigIntegerField()
    paid_amount = models.BigIntegerField(null=True)  # what really came; the same, but for abnormal ones
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=12, choices=PaymentState.choices, default=PaymentState.CREATED)
    session = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    provider_session = models.CharField(max_length=255, blank=True, db_default="")
    provider_id = models.CharField(max_length=64, unique=True, null=True)
    payer_print = models.BinaryField(max_length=16, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="payment_open", condition=models.Q(state=PaymentState.CREATED)),
            models.Index(
                fields=["method", "order_id"], name="payment_method", condition=models.Q(state=PaymentState.SUCCEEDED)
            ),
            models.Index(fields=["paid_at"], name="payment_paid", condition=models.Q(paid_at__isnull=False)),
        ]

    @property
    def received(self) -> int:
        """What came, or is asked for as long as nothing did; minor units."""
        return self.amount if self.paid_amount is None else self.paid_amount

    def __str__(self) -> str:
        return self.number
