from django.db import models


class Lot(models.Model):
    """Codes that are alike for selling: one import, one expiry date. Holds ``size`` codes at positions 1..size."""

    id = models.BigAutoField(primary_key=True)
    code_import = models.ForeignKey(
        "inventory.CodeImport", on_delete=models.PROTECT, related_name="lots", db_constraint=False
    )
    sku_id = models.UUIDField(db_index=True)
    supplier_id = models.UUIDField(db_index=True)
    expires_on = models.DateField(null=True)
    size = models.IntegerField()
    unit_cost = models.BigIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.id} x{self.size}"
