from django.db import models

from platform_core.kernel.ids import new_id
from tenants.payments.enums import BalanceMove


class BalanceEntry(models.Model):
    """Append-only: a change of a buyer's balance, each fact once. ``amount`` is negative where it left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer_id = models.UUIDField()
    move = models.CharField(max_length=10, choices=BalanceMove.choices)
    subject_id = models.UUIDField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "move"], name="balance_fact_once")]
        indexes = [models.Index(fields=["buyer_id", "-id"], name="balance_of_buyer")]

    def __str__(self) -> str:
        return f"{self.move} {self.amount}"
