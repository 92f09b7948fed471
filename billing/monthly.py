"""What a subscription is worth a month: the figure that MRR is made of."""

from __future__ import annotations

from typing import Final

from billing.enums import Interval, SubscriptionStatus
from billing.models import Subscription

PAYING: Final = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE, SubscriptionStatus.UNPAID})


def monthly_value(subscription: Subscription) -> int:
    """Minor units a month, after running coupons; 0 for trials and what is over. A year counts as a twelfth, rounded down."""
    if not subscription.provider or subscription.status not in PAYING:
        return 0
    paid = max(subscription.amount - subscription.discount, 0)
    return paid // 12 if subscription.interval == Interval.YEAR else paid
