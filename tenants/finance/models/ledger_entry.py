from django.db import models


class LedgerEntry(models.Model):
    """Append-only: one side of a transaction; a deferred constraint trigger holds Σ = 0 per transaction and currency."""

    pk = models.CompositePrimaryKey("transaction_id", "number")
    transaction_id = models.UUIDField()
    number = models.SmallIntegerField()
    account_id = models.SmallIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return f"{self.account_id} {self.amount} {self.currency}"
