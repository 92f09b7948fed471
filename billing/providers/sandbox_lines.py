"""What stands on bills of the sandbox, and what a change of price costs: integer arithmetic, to the second.

What is given back and what is asked for is each rounded to the nearest whole minor unit, a half upwards: the same time at the same
price is the same amount both ways, so that going down and up again costs nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _

from billing.enums import Interval
from billing.models import SandboxPrice, SandboxSubscription
from billing.providers.base import RemoteLine
from billing.providers.sandbox_calendar import add_months
from billing.providers.sandbox_coupons import discount_at
from platform_core.entitlements.plans import PLANS


class Change(NamedTuple):
    """What a change of price does. ``whole``: it begins a period of its own, because the other interval is as long as that."""

    lines: tuple[RemoteLine, ...]
    period_start: dt.datetime
    period_end: dt.datetime
    whole: bool

    @property
    def total(self) -> int:
        """Minor units; negative: more is given back than asked."""
        return sum(line.amount for line in self.lines)


def part_of(amount: int, seconds: int, whole: int) -> int:
    """The part of an amount that falls on so many seconds of a period of ``whole`` seconds."""
    return (2 * amount * seconds + whole) // (2 * whole)


def name_of(price: SandboxPrice, language: str) -> str:
    """``专业版 · 按月``"""
    plan = PLANS.get(price.plan)
    with translation.override(language):
        return f"{plan.name_in(language) if plan else price.plan} · {Interval(price.interval).label}"


def period_lines(
    subscription: SandboxSubscription, start: dt.datetime, end: dt.datetime, moment: dt.datetime
) -> tuple[RemoteLine, ...]:
    """A whole period at the price of the subscription, and what its coupon takes off."""
    price, language = subscription.price, subscription.customer.language
    full = RemoteLine(name_of(price, language), price.amount, starts_at=start, ends_at=end)
    return (full, *_off(subscription, discount_at(subscription, price, moment), start, end))


def trial_lines(subscription: SandboxSubscription) -> tuple[RemoteLine, ...]:
    """A trial costs nothing."""
    language = subscription.customer.language
    with translation.override(language):
        text = _("%(plan)s 免费试用") % {"plan": name_of(subscription.price, language)}
    return (RemoteLine(text, 0, starts_at=subscription.period_start, ends_at=subscription.period_end),)


def change_lines(subscription: SandboxSubscription, price: SandboxPrice, at: dt.datetime) -> Change:
    """What a change to another price at a moment gives back and asks for.

    Of the same interval: what is left of the period, at both prices. Of another: the rest of the period comes back, and a whole
    period of the new price begins.
    """
    start, end, language = subscription.period_start, subscription.period_end, subscription.customer.language
    whole, rest = seconds(end - start), seconds(end - at)
    back = part_of(subscription.worth, rest, whole)
    net = price.amount - discount_at(subscription, price, at)
    with translation.override(language):
        unused = _("%(plan)s 未使用的时间") % {"plan": name_of(subscription.price, language)}
        left = _("%(plan)s 本期剩余时间") % {"plan": name_of(price, language)}
    given = RemoteLine(unused, -back, starts_at=at, ends_at=end, proration=True)
    if price.months == subscription.months:
        asked = RemoteLine(left, part_of(net, rest, whole), starts_at=at, ends_at=end, proration=True)
        return Change((given, asked), start, end, whole=False)
    until = add_months(at, price.months)
    full = RemoteLine(name_of(price, language), price.amount, starts_at=at, ends_at=until)
    off = _off(subscription, price.amount - net, at, until)
    return Change((given, full, *off), at, until, whole=True)


def seconds(span: dt.timedelta) -> int:
    """Whole seconds of a span."""
    return span.days * 86_400 + span.seconds


def _off(
    subscription: SandboxSubscription, amount: int, start: dt.datetime, end: dt.datetime
) -> tuple[RemoteLine, ...]:
    if not amount:
        return ()
    with translation.override(subscription.customer.language):
        text = _("优惠码 %(coupon)s") % {"coupon": subscription.coupon}
    return (RemoteLine(text, -amount, starts_at=start, ends_at=end),)
