from django.db import models

from platform_core.kernel.ids import new_id


class IssuanceLine(models.Model):
    """So many codes of one SKU at one price. Allocations name this line as their owner.

    ``missing`` of the quantity were not issued: never, or not yet. ``discount`` is taken off all of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuance = models.ForeignKey(
        "issuance.Issuance", on_delete=models.PROTECT, related_name="lines", db_constraint=False
    )
    index = models.SmallIntegerField()
    sku_id = models.UUIDField()
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    discount = models.BigIntegerField(default=0, db_default=0)
    missing = models.IntegerField(db_default=0)

    class Meta:
        ordering = ["index"]

    def price_of(self, count: int) -> int:
        """What the first ``count`` of its codes cost: parts in a row add up to the price of the whole, to the minor unit."""
        return count * self.unit_price - self.discount * count // self.quantity

    def __str__(self) -> str:
        return f"{self.issuance_id}[{self.index}]"
