from __future__ import annotations

import datetime as dt

from django.db import transaction

from billing.enums import Collection, SandboxCard
from billing.errors import BillingRefused
from billing.locks import find_sandbox_customer_locked
from billing.models import SandboxSubscription
from billing.providers.sandbox_bills import DECLINED, charge, note, note_subscription, open_bills
from billing.providers.sandbox_cycle import set_wake
from billing.services.tell_sandbox_events import tell_sandbox_events
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context


def choose_sandbox_card(*, customer_id: str, card: SandboxCard, now: dt.datetime) -> int:
    """Let a customer of the sandbox be charged otherwise from now on, and at once for what it owes. Outside of a transaction.

    Args:
        card: one that is refused is refused here already.

    Returns:
        How many bills were paid with it.

    Raises:
        BillingRefused
        RecordNotFound
    """
    if card == SandboxCard.REFUSED:
        raise BillingRefused(reason=DECLINED)
    paid = 0
    with platform_context(), transaction.atomic():
        customer = find_sandbox_customer_locked(customer_id)
        if customer is None:
            raise RecordNotFound(id=customer_id)
        customer.card = card
        customer.save(update_fields=["card"])
        note("customer.updated", "customer", customer.id, customer.id)
        for row in SandboxSubscription.objects.select_related("price").filter(customer=customer, ended_at=None):
            row.customer = customer
            if row.collection == Collection.INVOICE:
                row.collection, row.days_until_due = Collection.AUTOMATIC, 0  # paid by itself from now on
                row.save(update_fields=["collection", "days_until_due"])
                note_subscription(row)
            for bill in open_bills(row):
                bill.subscription, bill.customer = row, customer
                paid += charge(bill, customer.inside(now), first=True)
            set_wake(row)
    tell_sandbox_events(now=now)
    return paid
