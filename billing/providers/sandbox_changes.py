"""What a change of price would cost in the sandbox."""

from __future__ import annotations

import datetime as dt

from billing.enums import SubscriptionStatus
from billing.models import SandboxPrice, SandboxSubscription
from billing.providers.base import Preview, RemoteLine
from billing.providers.sandbox_coupons import discount_at
from billing.providers.sandbox_cycle import check_change
from billing.providers.sandbox_lines import change_lines
from billing.providers.sandbox_shapes import shifted


def preview(subscription: SandboxSubscription, price: SandboxPrice, at: dt.datetime, *, prorate: bool) -> Preview:
    """What ``sandbox_cycle.change`` at the same moment of the customer's clock would bill, and what comes after.

    Raises:
        BillingRefused: it could not be made.
    """
    check_change(subscription, at, prorate=prorate)
    customer, ahead = subscription.customer, subscription.customer.ahead
    lines: tuple[RemoteLine, ...] = ()
    due, next_at, credit = 0, subscription.period_end, customer.credit
    if prorate and subscription.status != SubscriptionStatus.TRIALING:
        made = change_lines(subscription, price, at)
        lines, next_at = shifted(made.lines, ahead), made.period_end
        due = made.total - min(credit, max(made.total, 0))
        credit += max(-made.total, 0) - min(credit, max(made.total, 0))
    following = price.amount - discount_at(subscription, price, next_at)
    return Preview(
        at=at - ahead, lines=lines, due_now=due, next_amount=following - min(credit, following),
        next_at=None if subscription.cancel_at else next_at - ahead, currency=price.currency,
    )  # fmt: skip
