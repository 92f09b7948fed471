from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from billing.enums import Provider
from billing.errors import BillingOff, SubscriptionStateInvalid
from billing.locks import find_sandbox_customer_locked, find_subscription_locked
from billing.models import Invoice, SandboxCustomer, SandboxSession, Subscription
from billing.providers.sandbox_cycle import advance, set_wake
from billing.services.advance_sandbox import advance_sandbox
from billing.services.settle_standing import settle_standing
from billing.services.sync_customer import sync_customer
from billing.standing import FOREVER
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

FURTHEST: Final = 400  # days at once
# What goes into the past when time goes on: all that is compared with now.
MOMENTS: Final = (
    "trial_began_at", "trial_ends_at", "period_start", "period_end", "held_until", "cancel_at", "ended_at",
    "unpaid_since", "standing_since", "spared_until",
)  # fmt: skip


def advance_sandbox_time(*, tenant: TenantRef, days: int, by: str, now: dt.datetime) -> None:
    """Let so many days go by for one merchant's subscription: for demos and tests. Outside of a transaction.

    The clock of nobody else moves, nor the one on the wall: what was to come comes so much earlier. What is due by then is done:
    renewals, payments tried again, the end of a trial, the stairs from grace to suspension. The history says of each that the clock
    was put forward: dates that it told before are by the clock of then, and look like those of now.

    Args:
        tenant: the live one.
        days: 1 to 400.
        by: who wanted it.

    Raises:
        BillingOff: the sandbox does not collect the money here.
        SubscriptionStateInvalid: there is no subscription, another provider has it, or so many days are too many.
    """
    if settings.KAQUAN_BILLING != Provider.SANDBOX:
        raise BillingOff
    span, because = dt.timedelta(days=days), f"sandbox +{days}d"
    with platform_context(), transaction.atomic():
        subscription = find_subscription_locked(tenant.id)
        if subscription is None or subscription.provider not in {Provider.NONE, Provider.SANDBOX}:
            raise SubscriptionStateInvalid(state="none" if subscription is None else subscription.provider)
        if not 0 < days <= FURTHEST:
            raise SubscriptionStateInvalid(state="days")
        if subscription.spared_until == FOREVER:  # charging began again, and nobody tended it since
            subscription.spared_until = now
        _move(subscription, span)
        _put_ahead(tenant, span, now)
        settle_standing(subscription=subscription, by=by, now=now, because=because)
    if subscription.provider:
        sync_customer(tenant_id=tenant.id, now=now, because=because)
    advance_sandbox(now=now)


def _move(subscription: Subscription, span: dt.timedelta) -> None:
    for name in MOMENTS:
        if (moment := getattr(subscription, name)) is not None:
            setattr(subscription, name, moment - span)
    subscription.ticket += 1  # who read before tells the dates of before: later ones, which would count as a renewal


def _put_ahead(tenant: TenantRef, span: dt.timedelta, now: dt.datetime) -> None:
    """The clock of the merchant as a customer, and what is due by it; none where it only tries."""
    name = SandboxCustomer.objects.filter(tenant_id=tenant.id).values_list("id", flat=True).first()
    customer = find_sandbox_customer_locked(name) if name else None
    if customer is None:
        return
    # What we know of its bills is read again; when they were made is not.
    Invoice.objects.filter(tenant_id=tenant.id, provider=Provider.SANDBOX).update(created_at=F("created_at") - span)
    customer.ahead += span
    customer.save(update_fields=["ahead"])
    # The trial of a page that is open ends earlier, too.
    SandboxSession.objects.filter(customer=customer, trial_ends_at__isnull=False).update(
        trial_ends_at=F("trial_ends_at") - span
    )
    for row in customer.subscriptions.select_related("price").filter(ended_at=None):
        row.customer = customer
        if not advance(row, customer.inside(now)):
            set_wake(row)
