from django.db import models


class PurchaseMark(models.Model):
    """A paid order of some shop, as the checks across shops see it: how much, how many, when, and prints of who bought and who paid.

    ``value``: what it would have cost without a coupon, minor units. ``known``: the buyer had bought in that shop before.
    ``night``: paid between 00 and 06 h of the shop's clock. Kept for 30 days; no contact, account or code is in it.
    """

    pk = models.CompositePrimaryKey("tenant_role", "order_id")
    tenant_role = models.CharField(max_length=63)
    order_id = models.UUIDField()
    contact = models.BinaryField(max_length=16, null=True)
    payer = models.BinaryField(max_length=16, null=True)
    value = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cards = models.IntegerField()
    known = models.BooleanField()
    night = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["contact", "at"], name="purchase_contact"),
            models.Index(fields=["payer", "at"], name="purchase_payer", condition=models.Q(payer__isnull=False)),
            models.Index(fields=["tenant_role", "at"], name="purchase_shop"),
            models.Index(fields=["at"], name="purchase_age"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.order_id}"
