from django.db import models

from platform_core.kernel.ids import new_id


class BalanceTopUp(models.Model):
    """A buyer wants to put an amount on their balance; its payments are attempts to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer_id = models.UUIDField(db_index=True)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
