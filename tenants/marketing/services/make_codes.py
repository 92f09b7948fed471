from __future__ import annotations

import uuid
from typing import Final

from django.db import transaction

from tenants.marketing.codes import make_code, normalised
from tenants.marketing.errors import CouponTermsInvalid
from tenants.marketing.locks import get_coupon_locked
from tenants.marketing.models import CouponCode

AT_ONCE: Final = 5_000
MOST_CODES: Final = 50_000


def make_codes(*, coupon_id: uuid.UUID, count: int, prefix: str = "") -> None:
    """Make more single-use codes of a coupon that has such.

    Raises:
        RecordNotFound
        CouponTermsInvalid: it has one code for all, or would have too many.
    """
    with transaction.atomic():
        coupon = get_coupon_locked(coupon_id)
        if not coupon.single_use or coupon.most_uses is None:
            raise CouponTermsInvalid(param="count", reason="not_single_use")
        if not 1 <= count <= AT_ONCE or coupon.most_uses + count > MOST_CODES:
            raise CouponTermsInvalid(
                param="count", reason="too_many", maximum=min(AT_ONCE, MOST_CODES - coupon.most_uses)
            )
        begins = normalised(prefix)
        CouponCode.objects.bulk_create(
            [CouponCode(coupon=coupon, text=make_code(begins), most_uses=1) for _ in range(count)], batch_size=1_000
        )
        coupon.most_uses += count
        coupon.save(update_fields=["most_uses"])
