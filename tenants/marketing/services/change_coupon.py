from __future__ import annotations

import uuid
from typing import Final

from django.db import transaction

from tenants.marketing.errors import CouponTermsInvalid
from tenants.marketing.locks import get_coupon_locked
from tenants.marketing.models import Coupon
from tenants.marketing.terms import Terms

FIXED: Final = frozenset({"kind", "currency"})  # what buyers were told it is


def change_coupon(*, coupon_id: uuid.UUID, terms: Terms) -> Coupon:
    """Other terms for orders from now on; those that were placed keep what they were given.

    What kind it is, in which currency, and its codes stay as they are.

    Raises:
        RecordNotFound
        CouponTermsInvalid: fewer uses than were taken.
    """
    with transaction.atomic():
        coupon = get_coupon_locked(coupon_id)
        fixed = FIXED | ({"most_uses"} if coupon.single_use else set())
        if not coupon.single_use and terms.most_uses is not None and terms.most_uses < coupon.used:
            raise CouponTermsInvalid(param="most_uses", reason="below_used", used=coupon.used)
        for name, value in terms.columns().items():
            if name not in fixed:
                setattr(coupon, name, value)
        coupon.save()
    return coupon
