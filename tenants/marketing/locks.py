"""Locks of coupons, after everything else that an order locks; several of them in the order of their ids."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from platform_core.kernel.errors import RecordNotFound
from tenants.marketing.models import Coupon, CouponUse


def get_coupon_locked(coupon_id: uuid.UUID) -> Coupon:
    """Lock a coupon: who takes a use of it, gives one back or changes it does so alone.

    Raises:
        RecordNotFound
    """
    coupon = Coupon.objects.select_for_update(no_key=True).filter(pk=coupon_id).first()
    if coupon is None:
        raise RecordNotFound(id=str(coupon_id))
    return coupon


def list_uses_locked(order_ids: Collection[uuid.UUID]) -> list[CouponUse]:
    """Lock the uses of some orders behind their coupons."""
    found = CouponUse.objects.filter(order_id__in=order_ids)
    coupons = found.values_list("coupon_id", flat=True)
    list(Coupon.objects.select_for_update(no_key=True).filter(pk__in=list(coupons)).order_by("id"))
    return list(CouponUse.objects.select_for_update(no_key=True).filter(order_id__in=order_ids).order_by("id"))
