from django.db import models

from tenants.finance.enums import TransferKind


class SupplierDayTotal(models.Model):
    """By how much the entries of one kind changed on a closed day what is owed to a supplier."""

    pk = models.CompositePrimaryKey("supplier_id", "day", "kind", "currency")
    supplier_id = models.UUIDField()
    day = models.DateField()
    kind = models.SmallIntegerField(choices=TransferKind.choices)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    count = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="supplier_total_day")]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.day} {self.kind} {self.amount} {self.currency}"
