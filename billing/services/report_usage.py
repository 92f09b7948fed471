from __future__ import annotations

import datetime as dt
import logging
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from billing.engines import get_engine, is_billing_on
from billing.enums import Meter
from billing.errors import BillingOff, BillingRefused, BillingUnavailable
from billing.locks import lock_unreported
from billing.models import BillingAccount, UsageTotal
from billing.providers.base import Reading
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import list_codes_of_roles

logger = logging.getLogger(__name__)
HOUR: Final = dt.timedelta(hours=1)
DAY: Final = dt.timedelta(days=1)
# An hour is told when what happened in it had time to commit and to be counted. What comes later still is told by itself.
SETTLE: Final = dt.timedelta(minutes=5)
# Stripe takes what is not older than 35 days; a day is left for trouble.
WINDOW: Final = dt.timedelta(days=34)
SHOPS, ROWS = 200, 500


class Telling(NamedTuple):
    """A figure that is about to be told; the row says so already."""

    tenant_role: str
    meter: str
    at: dt.datetime
    told: int
    telling: int
    again: bool  # somebody was cut off, or refused, who may have told it


def report_usage(*, now: dt.datetime) -> int:
    """Tell the provider what its customers used in hours that are over (storage: days), each figure once.

    How much is told is written down first, and told again in the same words after a crash: the provider counts an identifier once
    (Stripe: within a day at least; what is told again is looked up in its sums before). A provider that is down is told the next
    time; hours older than its window are not told any more.

    Returns:
        How many figures the provider took.
    """
    if not is_billing_on():
        return 0
    taken = 0
    with platform_context():
        accounts = BillingAccount.objects.exclude(customer_id="").order_by("tenant_role")
        known = list(accounts.values_list("provider", "tenant_role", "customer_id"))
        for provider in sorted({row[0] for row in known}):
            customers = {role: customer for name, role, customer in known if name == provider}
            roles = sorted(customers)
            for first in range(0, len(roles), SHOPS):
                some = {role: customers[role] for role in roles[first : first + SHOPS]}
                taken += _report(provider, some, now)
    return taken


def _report(provider: str, customers: dict[str, str], now: dt.datetime) -> int:
    """Everything that is to be told of some shops."""
    taken = 0
    refused: set[str] = set()
    while rows := _begin([role for role in customers if role not in refused], now):
        codes = list_codes_of_roles({row.tenant_role for row in rows})
        for role in dict.fromkeys(row.tenant_role for row in rows):
            mine = [row for row in rows if row.tenant_role == role]
            try:
                get_engine(provider).report_usage([_reading(row, customers[role], codes[role]) for row in mine])
            except (BillingUnavailable, BillingOff) as error:
                logger.warning("usage not reported to %s: %s", provider, error.code)
                return taken
            except BillingRefused as error:
                logger.warning("usage of %s not taken by %s: %s", role, provider, error.data.get("reason"))
                refused.add(role)
                continue
            _finish(mine, now)
            taken += len(mine)
    return taken


def _begin(roles: list[str], now: dt.datetime) -> list[Telling]:
    """Write down what is going to be told: committed before it is."""
    settled = now - SETTLE
    over = Q(at__lte=settled - HOUR) & ~Q(meter=Meter.STORAGE) | Q(at__lte=settled - DAY)
    with transaction.atomic():
        rows = list(lock_unreported(roles=roles, since=now - WINDOW).filter(over)[:ROWS])
        begun = {row.pk for row in rows if row.telling is not None}
        for row in rows:
            row.telling = row.quantity if row.telling is None else row.telling
        UsageTotal.objects.bulk_update(rows, ["telling"])
        return [
            Telling(row.tenant_role, row.meter, row.at, row.reported, row.telling, row.pk in begun)
            for row in rows
            if row.telling is not None
        ]


def _reading(row: Telling, customer_id: str, code: str) -> Reading:
    """What is added to what the provider knows (of storage: the figure). A later addition names what was told before it."""
    hour = f"{row.at.astimezone(dt.UTC):%Y%m%dT%H}"
    name = f"{settings.KAQUAN_PLATFORM_HOST}:{code}:{row.meter}:{hour}" + (f":{row.told}" if row.told else "")
    value = row.telling if row.meter == Meter.STORAGE else row.telling - row.told
    # Of storage the last figure counts: nothing comes of telling it twice.
    again = row.telling if row.again and row.meter != Meter.STORAGE else None
    return Reading(customer_id=customer_id, meter=row.meter, value=value, at=row.at, identifier=name, again=again)


def _finish(rows: list[Telling], now: dt.datetime) -> None:
    for row in rows:
        UsageTotal.objects.filter(
            tenant_role=row.tenant_role, meter=row.meter, at=row.at, telling=row.telling, reported=row.told
        ).update(reported=row.telling, telling=None, reported_at=now)
