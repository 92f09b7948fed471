from django.db import models


class BuyerBalance(models.Model):
    """What a buyer has at the merchant's licensed institution, in the shop's currency: the sum of its entries, never below zero."""

    buyer_id = models.UUIDField(primary_key=True)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount__gte=0), name="balance_not_negative")]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
