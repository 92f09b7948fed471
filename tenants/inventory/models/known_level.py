from django.db import models

from tenants.inventory.enums import StockLevel


class KnownLevel(models.Model):
    """What the merchant's systems were last told of a SKU's stock; what differs from it is news."""

    sku_id = models.UUIDField(primary_key=True)
    level = models.CharField(max_length=8, choices=StockLevel.choices)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sku_id} {self.level}"
