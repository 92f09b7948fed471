from django.db import models


class SkuAlert(models.Model):
    """How many days its stock must last before a SKU is called low, where the shop's own number is not right for it; 0: never."""

    sku_id = models.UUIDField(primary_key=True)
    cover_days = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cover_days__gte=0, cover_days__lte=365), name="sku_alert_days")
        ]

    def __str__(self) -> str:
        return f"{self.sku_id} {self.cover_days}"
