"""What the sandbox's page says before somebody subscribes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from billing.models import SandboxSession
from billing.providers.sandbox_coupons import find_coupon


@dataclass(frozen=True, slots=True)
class Quote:
    """What a wish would cost.

    Args:
        amount: minor units an interval.
        off: minor units that the coupon takes off the first bill.
        months: how many months the coupon lasts; None: one bill, or there is none.
        wrong: a coupon was typed that is none.
        trial_ends_at: nothing is paid before; None: it is paid at once.
    """

    amount: int
    off: int
    months: int | None
    coupon: str
    wrong: bool
    trial_ends_at: dt.datetime | None

    @property
    def first(self) -> int:
        """The first bill."""
        return self.amount - self.off

    @property
    def due_now(self) -> int:
        """What is paid at once."""
        return 0 if self.trial_ends_at is not None else self.first


def quote(session: SandboxSession, coupon: str, now: dt.datetime) -> Quote:
    """What the wish of a page would cost with a coupon (empty: none)."""
    assert session.price is not None
    off = find_coupon(coupon, session.price) if coupon.strip() else None
    later = session.trial_ends_at if session.trial_ends_at is not None and session.trial_ends_at > now else None
    return Quote(
        amount=session.price.amount, off=off.takes_off(session.price.amount) if off else 0,
        months=off.months if off else None, coupon=off.code if off else coupon.strip()[:64],
        wrong=off is None and bool(coupon.strip()), trial_ends_at=later,
    )  # fmt: skip
