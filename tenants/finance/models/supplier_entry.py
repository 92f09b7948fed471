from django.db import models

from tenants.finance.enums import TransferKind


class SupplierEntry(models.Model):
    """Append-only: whose a transfer of the account of suppliers is; the same key as the transfer's.

    ``amount``: by how much more is owed to the supplier from then on, negative where less is. All of them together are what the
    account says.
    """

    pk = models.CompositePrimaryKey("subject_id", "kind", "number")
    subject_id = models.UUIDField()
    kind = models.SmallIntegerField(choices=TransferKind.choices)
    number = models.SmallIntegerField()
    supplier_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["supplier_id", "at"], name="entry_of_supplier")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.amount} {self.currency}"
