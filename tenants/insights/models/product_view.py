from django.db import models


class ProductView(models.Model):
    """How many visitors looked at a product on a day of the shop. Who they were is not kept."""

    pk = models.CompositePrimaryKey("product_id", "day")
    product_id = models.UUIDField()
    day = models.DateField()
    views = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="view_day")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.day} {self.views}"
