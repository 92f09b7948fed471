from django.db import models
from django.db.models import Q

from platform_core.kernel.ids import new_id


class CouponUse(models.Model):
    """That an order was placed with a coupon: one order, one coupon.

    ``person``: keyed hash by which the buyer is known in this shop, however they wrote their contact. ``amount``: what was left to
    pay; ``paid_at``: when it was. ``returned_at``: since when the use does not count, because nobody paid in time. ``beyond``: paid
    after that, when no use was left: honoured, and not counted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coupon = models.ForeignKey("marketing.Coupon", on_delete=models.PROTECT, related_name="uses")
    code = models.ForeignKey("marketing.CouponCode", on_delete=models.PROTECT, related_name="uses")
    order_id = models.UUIDField(unique=True)
    order_number = models.CharField(max_length=32)
    discount = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    person = models.BinaryField(max_length=16)
    buyer_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    beyond = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(discount__gte=1), name="coupon_use_discount"),
            models.CheckConstraint(condition=Q(beyond=False) | Q(returned_at=None), name="coupon_use_beyond"),
            models.CheckConstraint(condition=Q(paid_at=None) | Q(returned_at=None), name="coupon_use_paid"),
        ]
        indexes = [
            models.Index(fields=["coupon", "-taken_at", "-id"], name="coupon_use_newest"),
            models.Index(fields=["coupon", "person"], name="coupon_use_person", condition=Q(returned_at=None)),
            models.Index(
                fields=["coupon", "buyer_id"],
                name="coupon_use_buyer",
                condition=Q(returned_at=None, buyer_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.order_id)
