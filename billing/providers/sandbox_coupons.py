"""Coupons of the sandbox: two, so that both kinds can be tried."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from billing.enums import Interval
from billing.models import SandboxPrice, SandboxSubscription
from billing.providers.sandbox_calendar import add_months


@dataclass(frozen=True, slots=True)
class Coupon:
    """What a coupon takes off.

    Args:
        percent: of each bill; rounded down to whole minor units.
        amount: minor units, of one bill.
        months: for how long; None: once.
        intervals: of which prices it is.
    """

    code: str
    percent: int = 0
    amount: int = 0
    months: int | None = None
    intervals: tuple[str, ...] = (Interval.MONTH, Interval.YEAR)

    def takes_off(self, amount: int) -> int:
        """Minor units off a price of this amount."""
        return min(amount * self.percent // 100 + self.amount, amount)

    def ends_at(self, begins: dt.datetime) -> dt.datetime | None:
        """From when on it takes nothing off any more; None: it goes with its first bill."""
        return None if self.months is None else add_months(begins, self.months)


COUPONS: Final = {
    each.code: each
    for each in (
        Coupon("WELCOME50", percent=50, months=3, intervals=(Interval.MONTH,)),
        Coupon("SAVE1000", amount=100_000),
    )
}


def find_coupon(code: str, price: SandboxPrice) -> Coupon | None:
    """The coupon of this code, however it is written, for this price; None: there is none."""
    coupon = COUPONS.get(code.strip().upper())
    return coupon if coupon is not None and price.interval in coupon.intervals else None


def discount_at(subscription: SandboxSubscription, price: SandboxPrice, moment: dt.datetime) -> int:
    """Minor units that a subscription's coupon takes off a bill of this price at a moment of its clock."""
    coupon = find_coupon(subscription.coupon, price)
    over = subscription.coupon_ends_at is not None and moment >= subscription.coupon_ends_at
    return 0 if coupon is None or over else coupon.takes_off(price.amount)
