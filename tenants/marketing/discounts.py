"""How much a coupon takes off, in whole minor units, and of which line: plain arithmetic on what it is given."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from tenants.marketing.models import Coupon


class Item(NamedTuple):
    """A line of an order as it is priced without a coupon. ``amount``: of all of it, in minor units."""

    sku_id: uuid.UUID
    product_id: uuid.UUID
    amount: int


def discount_of(coupon: Coupon, eligible: int, total: int) -> int:
    """What the coupon takes off.

    A percentage is rounded down: nobody is given more than was promised. One minor unit is always left to be paid, because an
    order that costs nothing would be paid by nobody.

    Args:
        eligible: what the lines cost that it is for.
        total: what all lines cost.
    """
    if coupon.percent is not None:
        off = eligible * coupon.percent // 100
        if coupon.cap is not None:
            off = min(off, coupon.cap)
    else:
        off = coupon.amount_off or 0
    return max(0, min(off, eligible, total - 1))


def shares_of(discount: int, amounts: Sequence[int]) -> list[int]:
    """The discount divided among lines by what they cost; the largest remainders get what is left, so that it adds up.

    Args:
        amounts: of lines that come to the discount at least; a line of nothing gets nothing.
    """
    whole = sum(amounts)
    if not whole:
        return [0 for _ in amounts]
    shares = [discount * amount // whole for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda place: (-(discount * amounts[place] % whole), place))
    for place in by_remainder[: discount - sum(shares)]:
        shares[place] += 1
    return shares
