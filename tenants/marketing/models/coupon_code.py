from django.db import models
from django.db.models import F, Q

from platform_core.kernel.ids import new_id


class CouponCode(models.Model):
    """What a buyer types. ``most_uses``: 1 of a single-use code; null: as often as its coupon is good for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    coupon = models.ForeignKey("marketing.Coupon", on_delete=models.PROTECT, related_name="codes")
    text = models.CharField(max_length=32)
    most_uses = models.IntegerField(null=True)
    used = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text"], name="coupon_code_text"),
            models.CheckConstraint(condition=Q(used__gte=0), name="coupon_code_used"),
            models.CheckConstraint(
                condition=Q(most_uses=None) | Q(used__lte=F("most_uses")), name="coupon_code_within"
            ),
        ]

    def __str__(self) -> str:
        return self.text
