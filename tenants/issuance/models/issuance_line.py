from django.db import models

from platform_core.kernel.ids import new_id


class IssuanceLine(models.Model):
    """So many codes of one SKU at one price. Allocations name this line as their owner.

    ``missing`` of the quantity were not issued: never, or not yet.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance = models.ForeignKey(
        "issuance.Issuance", on_delete=models.PROTECT, related_name="lines", db_constraint=False
    )
    index = models.SmallIntegerField()
    sku_id = models.UUIDField()
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    missing = models.IntegerField(db_default=0)

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"{self.issuance_id}[{self.index}]"
