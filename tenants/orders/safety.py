"""A paid order that looks as if somebody was talked into it: its delivery waits for a while, where the merchant wants that (X7)."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from platform_core.compliance.signals import BURST_CARDS, CURRENCY, LARGE_FIRST, Pattern, list_order_reasons

SHORTEST, LONGEST = 30, 120  # minutes (compliance.md, X7)
HELD_ON: Final = dt.timedelta(days=30)  # codes stay with their buyer, whatever delays the delivery
RULE: Final = "X7"


class Recent(NamedTuple):
    """What else the same contact paid for in this shop: within the last ten minutes, and whether anything before."""

    cards: int
    value: int
    known: bool


def list_wait_reasons(
    *, cards: int, value: int, currency: str, recent: Recent, paid_at: dt.datetime, zone: str
) -> list[str]:
    """Why the delivery of an order waits; none: it does not. The thresholds are the platform's.

    Args:
        value: minor units, before a coupon.
    """
    yuan = value if currency == CURRENCY else 0
    seen = Pattern(
        value=yuan,
        night=paid_at.astimezone(ZoneInfo(zone)).hour < 6,
        known=recent.known,
        day_value=0,
        day_near=0,
        burst_cards=cards + recent.cards,
        burst_value=yuan + recent.value,
        payers=0,
        shops=0,
    )
    return [code for code in list_order_reasons(seen) if code.startswith(RULE)]


def is_worth_a_warning(*, cards: int, value: int, currency: str) -> bool:
    """Is an order so large that its buyer is told of the usual fraud before paying? Everybody is told, known or not."""
    return cards > BURST_CARDS or (currency == CURRENCY and value >= LARGE_FIRST)
