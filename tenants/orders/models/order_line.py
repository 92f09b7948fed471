from django.db import models

from platform_core.kernel.ids import new_id
from tenants.catalog.enums import Fulfilment


class OrderLine(models.Model):
    """What was bought, as it was called and priced at that moment.

    ``discount``: the line's share of what a coupon took off the order; its ``unit_price`` is the one before.
    ``inputs``: what the buyer answered to what the SKU asks for; ``handed_over``: what a person delivered. Both sealed.
    ``handed_over`` is destroyed a while after (``shredded_at``); ``looked_at``: when it was last kept back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="lines")
    product_id = models.UUIDField()
    sku_id = models.UUIDField()
    product_name = models.CharField(max_length=120)
    sku_name = models.CharField(max_length=80)
    face_value = models.BigIntegerField()
    quantity = models.IntegerField()
    unit_price = models.BigIntegerField()
    discount = models.BigIntegerField(default=0, db_default=0)
    reservation_id = models.UUIDField(null=True)
    fulfilment = models.CharField(
        max_length=12, choices=Fulfilment.choices, default=Fulfilment.AUTOMATIC, db_default="automatic"
    )
    inputs = models.BinaryField(null=True)
    handed_over = models.BinaryField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = models.CharField(max_length=254, blank=True, db_default="")
    looked_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=models.F("unit_price") * models.F("quantity")),
                name="line_discount",
            ),
        ]
        indexes = [
            models.Index(fields=["product_id", "order"], name="line_of_product"),
            models.Index(fields=["sku_id", "order"], name="line_of_sku"),
            models.Index(
                fields=["handed_over_at"],
                name="line_to_shred",
                condition=models.Q(handed_over__isnull=False, shredded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_name} {self.sku_name} x{self.quantity}"
