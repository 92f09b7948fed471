from django.db import models


class Lot(models.Model):
    """Codes that are alike for selling: one import, one expiry date. Holds ``size`` codes at positions 1..size.

    ``told_soon`` and ``told_over``: up to which position it was told of issued codes that their last day comes, or is over.
    """

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
    told_soon = models.IntegerField(default=0, db_default=0)
    told_over = models.IntegerField(default=0, db_default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="lot_ending",
                condition=models.Q(expires_on__isnull=False, told_over__lt=models.F("size")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.id} x{self.size}"
