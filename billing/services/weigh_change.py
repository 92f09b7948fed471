from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from billing.engines import is_left
from billing.enums import SubscriptionStatus
from billing.errors import PlanNotForSale, SubscriptionStateInvalid
from billing.models import Price, Subscription
from billing.selectors import find_subscription, list_prices
from billing.services.get_price import get_price
from platform_core.entitlements.selectors import find_entitlement
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

CHANGEABLE = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.TRIALING})


class Change(NamedTuple):
    """How a merchant goes over to another price.

    Args:
        price: the new one.
        prorate: the difference is billed at once; else the new price holds from the next bill on.
        first: what it paid for before a change to something smaller that has not come about yet: that is taken back first.
        smaller: the plan gives less than the one that it may use now.
    """

    subscription: Subscription
    price: Price
    prorate: bool
    first: Price | None
    smaller: bool


def weigh_change(*, tenant: TenantRef, plan: str, interval: str, now: dt.datetime) -> Change:
    """Whether a change is an upgrade, which is billed at once, or a downgrade, which waits for the end of what is paid.

    A change of the interval begins a new period today, and what is left of the old one is credited.

    Raises:
        PlanNotForSale: or it is the one that the merchant has.
        SubscriptionStateInvalid: it does not subscribe, or not at today's engine, or owes a bill.
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        held = find_subscription(tenant.id)
        if held is None or not held.provider or held.status not in CHANGEABLE:
            raise SubscriptionStateInvalid(state=held.status if held is not None else "")
        if is_left(held.provider):  # its engine knows none of today's prices: it is subscribed anew
            raise SubscriptionStateInvalid(state=SubscriptionStatus.CANCELED.value)
        price = get_price(plan=plan, interval=interval, now=now)
        if (price.plan, price.version, price.interval) == (held.plan, held.version, held.interval):
            raise PlanNotForSale(plan=plan, interval=interval)
        waiting = held.held_plan if held.held_until is not None and held.held_until > now else ""
        paid = _paid(held, waiting, now) if waiting else None
    amount = paid.amount if paid is not None else held.amount
    if price.interval != held.interval:
        return Change(held, price, True, paid, _monthly(price.amount, interval) < _monthly(amount, held.interval))
    if price.amount > amount:
        return Change(held, price, True, paid, False)
    return Change(held, price, False, None, price.amount < amount)


def _paid(held: Subscription, plan: str, now: dt.datetime) -> Price:
    """What it paid for before it went over to something smaller: the edition that it has, though today's may be another, or none."""
    granted = find_entitlement(held.tenant_id)
    known = list(list_prices(held.provider, plan, held.interval))
    had = [each for each in known if granted is not None and (granted.plan, granted.version) == (plan, each.version)]
    return next(iter(had or known), None) or get_price(plan=plan, interval=held.interval, now=now)


def _monthly(amount: int, interval: str) -> int:
    return amount // 12 if interval == "year" else amount
