from django.db import models


class PriceMark(models.Model):
    """What a SKU of some shop costs, against its face value; minor units. ``price``: the lowest that a buyer can get it for.

    ``category``: of the supplier's goods, empty where none is known. ``at``: when the shop changed it last.
    """

    pk = models.CompositePrimaryKey("tenant_role", "sku_id")
    tenant_role = models.CharField(max_length=63)
    sku_id = models.UUIDField()
    category = models.CharField(max_length=16, blank=True)
    face = models.BigIntegerField()
    price = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    on_sale = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["category", "currency", "at"], name="price_peers"),
            models.Index(fields=["tenant_role", "at"], name="price_shop"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.sku_id} {self.price}"
