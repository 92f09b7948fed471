from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.marketing.codes import normalised
from tenants.marketing.errors import CouponCodeTaken
from tenants.marketing.models import Coupon, CouponCode
from tenants.marketing.services.make_codes import make_codes
from tenants.marketing.terms import Terms


def create_coupon(*, terms: Terms, code: str, count: int = 0, prefix: str = "", actor: str, now: dt.datetime) -> Coupon:
    """A new coupon, good from the moment that its terms say.

    Args:
        code: the one that all buyers type; empty: ``count`` codes are made, each good for one order.
        prefix: what the made ones begin with.

    Raises:
        CouponCodeTaken
        CouponTermsInvalid: too many codes.
    """
    with transaction.atomic():
        columns = terms.columns() | ({} if code else {"most_uses": 0, "single_use": True})
        coupon = Coupon.objects.create(**columns, created_at=now, created_by=actor[:254])
        if code:
            _, is_new = CouponCode.objects.get_or_create(text=normalised(code), defaults={"coupon": coupon})
            if not is_new:
                raise CouponCodeTaken(param="code")
        else:
            make_codes(coupon_id=coupon.id, count=count, prefix=prefix)
            coupon.refresh_from_db()
    return coupon
