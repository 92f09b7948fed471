from __future__ import annotations

import uuid

from django.db.models import F, Q

from tenants.marketing.models import Coupon, CouponCode

LEFT = Q(most_uses=None) | Q(used__lt=F("most_uses"))


def count_use(*, coupon_id: uuid.UUID, code_id: uuid.UUID) -> bool:
    """Count one use more, of a code and of its coupon, which is locked, in the caller's transaction.

    Returns:
        False: none is left, and nothing was counted.
    """
    if not CouponCode.objects.filter(LEFT, pk=code_id).update(used=F("used") + 1):
        return False
    if Coupon.objects.filter(LEFT, pk=coupon_id).update(used=F("used") + 1):
        return True
    CouponCode.objects.filter(pk=code_id).update(used=F("used") - 1)
    return False
