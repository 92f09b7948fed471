from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from tenants.marketing.discounts import Item
from tenants.marketing.errors import CouponRefused
from tenants.marketing.locks import get_coupon_locked
from tenants.marketing.models import CouponUse
from tenants.marketing.selectors import Discount, Person, find_coupon_code, get_discount_by
from tenants.marketing.services.count_use import count_use


def take_use(
    *,
    text: str,
    items: Sequence[Item],
    currency: str,
    order_id: uuid.UUID,
    order_number: str,
    person: Person,
    now: dt.datetime,
) -> Discount:
    """Take a use of a coupon for an order that is being placed, in the caller's transaction: it counts from now on.

    The coupon is locked until that transaction ends, so that of two orders for its last use, or of one buyer, one waits and then
    finds it gone, and what was switched off is off.

    Args:
        text: the code as it was typed.

    Raises:
        CouponRefused: nothing was taken.
    """
    code = find_coupon_code(text)
    if code is None:
        raise CouponRefused(reason="unknown")
    coupon = get_coupon_locked(code.coupon_id)
    code.refresh_from_db()
    found = get_discount_by(code, coupon, items, currency, person, now)
    if not count_use(coupon_id=coupon.id, code_id=code.id):
        raise CouponRefused(reason="used_up")
    CouponUse.objects.create(
        coupon=coupon,
        code=code,
        order_id=order_id,
        order_number=order_number,
        discount=found.amount,
        amount=sum(item.amount for item in items) - found.amount,
        currency=currency,
        person=person.hash,
        buyer_id=person.buyer_id,
        taken_at=now,
    )
    return found
