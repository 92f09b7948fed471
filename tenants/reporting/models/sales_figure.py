from django.db import models

from tenants.issuance.enums import Source


class SalesFigure(models.Model):
    """What a SKU with codes of a supplier brought and cost on a day, as far as day totals are kept; made from facts, and made anew at will.

    Amounts are parts of the books' own transfers: over a day they add up to what the books say. What belongs to no SKU or no supplier
    has ``NONE`` for it. ``orders``: that had this SKU. ``source``: of the codes; only orders have sales.
    """

    pk = models.CompositePrimaryKey("day", "sku_id", "supplier_id", "source", "currency")
    day = models.DateField()
    sku_id = models.UUIDField()
    supplier_id = models.UUIDField()
    source = models.CharField(max_length=8, choices=Source.choices)
    currency = models.CharField(max_length=3)
    orders = models.IntegerField()
    quantity = models.IntegerField()
    gross = models.BigIntegerField()
    discounts = models.BigIntegerField()
    refunds = models.BigIntegerField()
    cost = models.BigIntegerField()
    fees = models.BigIntegerField()
    commission = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.sku_id} {self.gross} {self.currency}"
