from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import SplitRole, SplitState


class PaymentSplit(models.Model):
    """A share of a payment that the institution gives to somebody else (分账). Written down with the payment itself.

    ``returned`` of the amount were dropped before they were paid, or taken back, because the buyer was refunded. ``unheld``:
    no longer held out of the payment, which went back in part while the share was on its way; it is paid all the same.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="splits")
    number = models.CharField(max_length=32, unique=True)
    role = models.CharField(max_length=12, choices=SplitRole.choices)
    receiver = models.CharField(max_length=64)
    supplier_id = models.UUIDField(null=True)
    amount = models.BigIntegerField()
    returned = models.BigIntegerField(default=0)
    unheld = models.BigIntegerField(default=0, db_default=0)
    state = models.CharField(max_length=12, choices=SplitState.choices, default=SplitState.PENDING)
    provider_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="split_due",
                condition=models.Q(state=SplitState.PENDING) | models.Q(state=SplitState.SENDING),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    amount__gt=0, returned__gte=0, unheld__gte=0, amount__gte=models.F("returned") + models.F("unheld")
                ),
                name="split_amounts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.role}"
