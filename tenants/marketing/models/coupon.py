import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from platform_core.kernel.ids import new_id
from tenants.marketing.enums import CouponKind, CouponState


class Coupon(models.Model):
    """What is taken off an order, from whom and how often (优惠券). Buyers type one of its codes.

    ``amount_off``, or ``percent`` of the price and never more than ``cap``; minor units of ``currency``, as is ``minimum``, which
    what it is for must come to. ``sku_ids``, ``product_ids``, ``group_ids``: what it is for; all empty: everything.
    ``single_use``: has many codes, each good for one order; else one, good for ``most_uses`` (null: any number).
    ``used`` counts orders that wait to be paid and those that were; the database holds it within ``most_uses``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=CouponKind.choices)
    currency = models.CharField(max_length=3)
    amount_off = models.BigIntegerField(null=True)
    percent = models.SmallIntegerField(null=True)
    cap = models.BigIntegerField(null=True)
    minimum = models.BigIntegerField(default=0)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    sku_ids = ArrayField(models.UUIDField(), default=list)
    product_ids = ArrayField(models.UUIDField(), default=list)
    group_ids = ArrayField(models.UUIDField(), default=list)
    single_use = models.BooleanField(default=False)
    most_uses = models.IntegerField(null=True)
    per_buyer = models.SmallIntegerField(null=True)
    used = models.IntegerField(default=0)
    switched_off_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="amount", amount_off__gte=1, percent=None, cap=None)
                | Q(kind="percent", percent__gte=1, percent__lte=99, amount_off=None),
                name="coupon_kind",
            ),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gte=1), name="coupon_cap"),
            models.CheckConstraint(condition=Q(minimum__gte=0), name="coupon_minimum"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")), name="coupon_period"
            ),
            models.CheckConstraint(condition=Q(used__gte=0), name="coupon_used"),
            models.CheckConstraint(condition=Q(most_uses=None) | Q(used__lte=F("most_uses")), name="coupon_within"),
            models.CheckConstraint(condition=Q(per_buyer=None) | Q(per_buyer__gte=1), name="coupon_per_buyer"),
            models.CheckConstraint(condition=Q(single_use=False) | Q(most_uses__isnull=False), name="coupon_codes"),
        ]
        indexes = [models.Index(fields=["-created_at"], name="coupon_newest")]

    @property
    def is_limited(self) -> bool:
        """Is it for some of the shop's goods only?"""
        return bool(self.sku_ids or self.product_ids or self.group_ids)

    def state_at(self, now: dt.datetime) -> CouponState:
        """What it is at this moment; the first that is true stands for the rest."""
        if self.switched_off_at is not None:
            return CouponState.OFF
        if self.ends_at is not None and self.ends_at <= now:
            return CouponState.OVER
        if self.most_uses is not None and self.used >= self.most_uses:
            return CouponState.USED_UP
        if self.starts_at is not None and self.starts_at > now:
            return CouponState.PLANNED
        return CouponState.RUNNING

    def __str__(self) -> str:
        return self.name
