from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from billing.locks import find_sandbox_customer_idle
from billing.models import SandboxSubscription
from billing.providers.sandbox_cycle import advance
from billing.services.tell_sandbox_events import tell_sandbox_events
from platform_core.tenancy.context import platform_context

MOST: Final = 500  # customers a run; the rest is done a minute later


def advance_sandbox(*, now: dt.datetime) -> int:
    """Do in the sandbox what is due by the time: renew, charge again, end; and tell what was not heard yet. Outside of a transaction.

    One look at an index when nothing is due. Each customer is a transaction: who is stopped half-way goes on where it was, and
    what another worker is at is left to it.

    Returns:
        How many things were done.
    """
    with platform_context():
        due = SandboxSubscription.objects.filter(wake_at__lte=now).order_by("wake_at")
        names = list(dict.fromkeys(due.values_list("customer_id", flat=True)[:MOST]))
    done = sum(_advance_customer(name, now) for name in names)
    tell_sandbox_events(now=now)
    return done


def _advance_customer(customer_id: str, now: dt.datetime) -> int:
    with platform_context(), transaction.atomic():
        customer = find_sandbox_customer_idle(customer_id)
        if customer is None:
            return 0
        done = 0
        for row in SandboxSubscription.objects.select_related("price").filter(customer=customer, wake_at__lte=now):
            row.customer = customer
            done += advance(row, customer.inside(now))
        return done
