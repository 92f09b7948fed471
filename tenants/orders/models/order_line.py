from django.db import models

from platform_core.kernel.ids import new_id


class OrderLine(models.Model):
    """What was bought, as it was called and priced at that moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="lines")
    product_id = models.UUIDField()
    sku_id = models.UUIDField()
    product_name = models.CharField(max_length=120)
    sku_name = models.CharField(max_length=80)
    face_value = models.BigIntegerField()
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    reservation_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.product_name} {self.sku_name} x{self.quantity}"
