from django.db import models


class ShopConduct(models.Model):
    """What a shop's own rows say of how it delivers, over the last 7 days, a row for each day it changed. Counts alone.

    ``undelivered``: paid a day ago and not delivered; ``by_hand``: paid two days ago, not handed over; ``waiting``: in the queue
    for stock for three days. ``reserved``: holds of codes, ``released`` of them ended without a sale.
    """

    pk = models.CompositePrimaryKey("tenant_role", "day")
    tenant_role = models.CharField(max_length=63)
    day = models.DateField()
    paid = models.IntegerField()
    undelivered = models.IntegerField()
    by_hand = models.IntegerField()
    waiting = models.IntegerField()
    reserved = models.IntegerField()
    released = models.IntegerField()
    disputes = models.IntegerField()
    outside_refunds = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.day}"
