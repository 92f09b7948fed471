from django.db import models

from tenants.finance.enums import TransferKind


class DayTotal(models.Model):
    """What the transfers of one kind between two accounts on a closed day came to; made from the ledger, and made anew at will."""

    pk = models.CompositePrimaryKey("day", "kind", "debit_id", "credit_id", "currency")
    day = models.DateField()
    kind = models.SmallIntegerField(choices=TransferKind.choices)
    debit_id = models.SmallIntegerField()
    credit_id = models.SmallIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.credit_id} → {self.debit_id}: {self.amount} {self.currency}"
