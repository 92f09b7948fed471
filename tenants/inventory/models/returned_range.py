from django.db import models


class ReturnedRange(models.Model):
    """Codes of a released reservation, back for sale; taken before the buckets. ``open`` is false while their lot is held."""

    id = models.BigAutoField(primary_key=True)
    lot_id = models.BigIntegerField()
    sku_id = models.UUIDField()
    supplier_id = models.UUIDField()
    sell_by = models.DateField()
    unit_cost = models.BigIntegerField(default=0)
    first_position = models.IntegerField()
    count = models.IntegerField()
    open = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes = [
            models.Index(fields=["sku_id", "sell_by", "id"], name="returned_shelf"),
            models.Index(fields=["lot_id"], name="returned_lot"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(count__gte=1), name="returned_not_empty")]

    def __str__(self) -> str:
        return f"{self.lot_id}: {self.first_position} x{self.count}"
