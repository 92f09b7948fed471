from django.db import models


class ProductPair(models.Model):
    """In how many paid orders a product was bought together with another. Made anew from the orders, from time to time."""

    pk = models.CompositePrimaryKey("product_id", "other_id")
    product_id = models.UUIDField()
    other_id = models.UUIDField()
    orders = models.IntegerField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.product_id} {self.other_id} {self.orders}"
