from django.db import models


class SkuPace(models.Model):
    """How many codes of a SKU left the shelf in the last 7 and 30 days, counted every few minutes."""

    sku_id = models.UUIDField(primary_key=True)
    sold_7 = models.IntegerField(default=0)
    sold_30 = models.IntegerField(default=0)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sku_id} {self.sold_7}/{self.sold_30}"
