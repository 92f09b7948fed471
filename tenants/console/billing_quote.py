"""What a change of plan would cost, line by line."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext

from billing.providers.base import Preview, RemoteLine
from platform_core.kernel.money import format_money
from tenants.console.billing_terms import day


class QuoteLine(NamedTuple):
    text: str
    period: str
    amount: str


class Quote(NamedTuple):
    """A preview in words. ``at``: the moment it is of, which the change is made with. ``credit``: what is taken off later bills."""

    lines: list[QuoteLine]
    due: str
    credit: str
    next_amount: str
    next_day: str
    at: str


def quote_of(preview: Preview, old: str, new: str) -> Quote:
    """A preview, as a page shows it.

    Args:
        old, new: what the plans are called.
    """
    due, currency = preview.due_now, preview.currency
    return Quote(
        lines=[_line(each, currency, old, new) for each in preview.lines],
        due=format_money(max(due, 0), currency),
        credit=format_money(-due, currency) if due < 0 else "",
        next_amount=format_money(preview.next_amount, currency),
        next_day=day(preview.next_at) if preview.next_at is not None else "",
        at=preview.at.isoformat(),
    )


def _line(line: RemoteLine, currency: str, old: str, new: str) -> QuoteLine:
    text = line.text
    if line.proration:
        named = {"plan": old if line.amount < 0 else new}
        text = gettext("退回“%(plan)s”没用完的时间") if line.amount < 0 else gettext("“%(plan)s”到本期结束")
        text %= named
    period = f"{day(line.starts_at)} – {day(line.ends_at)}" if line.starts_at and line.ends_at else ""
    return QuoteLine(text, period, format_money(line.amount, currency))
