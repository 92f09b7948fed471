"""The life of a subscription in the sandbox: it begins, renews, is changed, ends. With the customer's row locked.

Unlike Stripe's, a bill is final at once (there it is a draft for an hour), and a subscription that is unpaid makes no bills until
it is paid.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from billing.enums import Collection, InvoiceStatus, SubscriptionStatus
from billing.errors import BillingRefused
from billing.models import SandboxCustomer, SandboxPrice, SandboxSubscription
from billing.providers.sandbox_bills import (
    DECLINED,
    charge,
    make_bill,
    new_name,
    note_subscription,
    open_bills,
    set_status,
)
from billing.providers.sandbox_calendar import add_months
from billing.providers.sandbox_coupons import Coupon, discount_at, find_coupon
from billing.providers.sandbox_lines import change_lines, period_lines, trial_lines

LIVING: Final = (SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE)


def begin(
    customer: SandboxCustomer, price: SandboxPrice, *, number: str, collection: str, days_until_due: int,
    trial_ends_at: dt.datetime | None, coupon: str, at: dt.datetime,
) -> SandboxSubscription:  # fmt: skip
    """Subscribe a customer.

    Raises:
        BillingRefused: it subscribes already, there is no such coupon, or the first payment was refused.
    """
    if customer.subscriptions.filter(ended_at__isnull=True).exists():
        raise BillingRefused(reason="already_subscribed")
    off = check_coupon(coupon, price)
    tried = trial_ends_at is not None and trial_ends_at > at
    anchor = trial_ends_at if tried and trial_ends_at is not None else at
    begun = SandboxSubscription(
        id=new_name("sub"), customer=customer, number=number, price=price, collection=collection,
        status=SubscriptionStatus.TRIALING if tried else SubscriptionStatus.ACTIVE, days_until_due=days_until_due,
        coupon=off.code if off else "", coupon_ends_at=off.ends_at(at) if off else None, anchor=anchor,
        months=price.months, cycle=-1 if tried else 0, period_start=at,
        period_end=anchor if tried else add_months(at, price.months), trial_ends_at=anchor if tried else None,
        created_at=at,
    )  # fmt: skip
    begun.save(force_insert=True)
    note_subscription(begun, "created")
    if tried:
        make_bill(begun, "subscription_create", trial_lines(begun), None, at)
    elif not _bill_period(begun, "subscription_create", at, first=True):
        raise BillingRefused(reason=DECLINED)
    set_wake(begun)
    return begun


def check_coupon(code: str, price: SandboxPrice) -> Coupon | None:
    """The coupon of a code; None: no code was typed.

    Raises:
        BillingRefused: there is no such coupon for this price.
    """
    coupon = find_coupon(code, price) if code else None
    if code and coupon is None:
        raise BillingRefused(reason="coupon_invalid")
    return coupon


def advance(subscription: SandboxSubscription, until: dt.datetime) -> int:
    """Do what is due of a subscription up to a moment of its clock, in order. Returns how many things that were."""
    done = 0
    while (nearest := _next_due(subscription)) is not None and nearest[0] <= until:
        moment, act = nearest
        act(moment)
        done += 1
    if done:
        set_wake(subscription)
    return done


def change(subscription: SandboxSubscription, price: SandboxPrice, at: dt.datetime, *, prorate: bool) -> None:
    """Go over to another price.

    Raises:
        BillingRefused: it does not live, owes something, the moment is outside of its period, or the difference was refused.
    """
    check_change(subscription, at, prorate=prorate)
    tried = subscription.status == SubscriptionStatus.TRIALING
    if prorate and not tried:
        made = change_lines(subscription, price, at)
        subscription.worth = price.amount - discount_at(subscription, price, at)
        if made.whole:
            subscription.anchor, subscription.months, subscription.cycle = at, price.months, 0
            subscription.period_start, subscription.period_end = made.period_start, made.period_end
        subscription.price = price
        subscription.save()
        bill = make_bill(subscription, "subscription_update", made.lines, made, at)
        if bill.status == InvoiceStatus.OPEN and bill.collection == Collection.AUTOMATIC and not charge(bill, at):
            raise BillingRefused(reason=DECLINED)
    subscription.price = price
    subscription.save()
    note_subscription(subscription)
    set_wake(subscription)


def check_change(subscription: SandboxSubscription, at: dt.datetime, *, prorate: bool) -> None:
    """Can the price change at this moment?

    Raises:
        BillingRefused
    """
    if subscription.status not in LIVING:
        raise BillingRefused(reason="subscription_not_active")
    if prorate and open_bills(subscription):
        raise BillingRefused(reason="bill_open")  # nobody gets back what it has not paid
    if not subscription.period_start <= at <= subscription.period_end:
        raise BillingRefused(reason="outside_of_period")


def end(subscription: SandboxSubscription, at: dt.datetime) -> None:
    """It is over. What is unpaid stays, and is not tried again."""
    subscription.status, subscription.ended_at = SubscriptionStatus.CANCELED, at
    subscription.cancel_at = subscription.cancel_at or at
    subscription.wake_at = None
    subscription.save()
    subscription.invoices.filter(status=InvoiceStatus.OPEN).update(next_attempt_at=None)
    note_subscription(subscription, "deleted")


def set_wake(subscription: SandboxSubscription) -> None:
    """Write down when something is to be done next, by everybody's clock."""
    nearest = _next_due(subscription)
    subscription.wake_at = subscription.customer.outside(nearest[0]) if nearest else None
    subscription.save(update_fields=["wake_at"])


def _next_due(subscription: SandboxSubscription) -> tuple[dt.datetime, Callable[[dt.datetime], object]] | None:
    """What is to be done next, and when."""
    if subscription.ended_at is not None:
        return None
    due: list[tuple[dt.datetime, Callable[[dt.datetime], object]]] = [
        (subscription.period_end, lambda at: _turn(subscription, at))
    ]
    for bill in open_bills(subscription):
        bill.subscription, bill.customer = subscription, subscription.customer
        if bill.next_attempt_at is not None:
            due.append((bill.next_attempt_at, lambda at, bill=bill: charge(bill, at)))  # type: ignore[misc]
        elif bill.due_at is not None and subscription.status == SubscriptionStatus.ACTIVE:
            due.append((bill.due_at, lambda at: set_status(subscription, SubscriptionStatus.PAST_DUE)))
    return min(due, key=lambda each: each[0])


def _turn(subscription: SandboxSubscription, at: dt.datetime) -> None:
    """A period is over: the next begins, or the subscription ends."""
    if subscription.cancel_at is not None and subscription.cancel_at <= at:
        end(subscription, at)
        return
    other = subscription.cycle >= 0 and subscription.price.months != subscription.months
    if other:
        subscription.anchor = at
    subscription.cycle = 0 if other else subscription.cycle + 1
    subscription.months = subscription.price.months
    subscription.period_start = at
    subscription.period_end = add_months(subscription.anchor, subscription.months * (subscription.cycle + 1))
    if subscription.status == SubscriptionStatus.TRIALING:
        subscription.status = SubscriptionStatus.ACTIVE
    if subscription.coupon_ends_at is not None and subscription.coupon_ends_at <= at:
        subscription.coupon, subscription.coupon_ends_at = "", None
    subscription.worth = 0
    subscription.save()
    note_subscription(subscription)
    if subscription.status != SubscriptionStatus.UNPAID:
        _bill_period(subscription, "subscription_cycle", at)


def _bill_period(subscription: SandboxSubscription, reason: str, at: dt.datetime, *, first: bool = False) -> bool:
    """Bill the period that begins. False: its payment was refused."""
    subscription.worth = subscription.price.amount - discount_at(subscription, subscription.price, at)
    subscription.save(update_fields=["worth"])
    lines = period_lines(subscription, subscription.period_start, subscription.period_end, at)
    bill = make_bill(subscription, reason, lines, None, at)
    if bill.status != InvoiceStatus.OPEN or bill.collection == Collection.INVOICE:
        return True
    return charge(bill, at, first=first)
