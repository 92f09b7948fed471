from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from tenants.finance.enums import TransferKind


class LedgerTransfer(models.Model):
    """Append-only: an amount moves from the credited account to the debited one.

    Both sides are one row, so books that do not balance cannot be written down. A business fact (an issuance, a payment)
    is its transfers, numbered from 1; the primary key keeps it from being booked twice. Corrections are new facts.
    """

    pk = models.CompositePrimaryKey("subject_id", "kind", "number")
    subject_id = models.UUIDField()
    kind = models.SmallIntegerField(choices=TransferKind.choices)
    number = models.SmallIntegerField()
    debit_id = models.SmallIntegerField()
    credit_id = models.SmallIntegerField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        # Rows lie in the order of time, as they came: a few bytes for each thousand of them find a day, and cost a sale nothing.
        indexes = [BrinIndex(fields=["at"], name="transfer_at", pages_per_range=16, autosummarize=True)]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="transfer_not_negative"),
            models.CheckConstraint(condition=~models.Q(debit_id=models.F("credit_id")), name="transfer_two_accounts"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_id} → {self.debit_id}: {self.amount} {self.currency}"
