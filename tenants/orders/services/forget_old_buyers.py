from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import Q

from platform_core.compliance.retention import Kept
from tenants.access.locks import ensure_shop_settings_locked
from tenants.access.selectors import get_shop_settings
from tenants.orders.enums import OrderStatus
from tenants.orders.keeping import AGAIN, find_cutoff, list_older
from tenants.orders.models import KeptBuyer, Order
from tenants.orders.services.forget_contacts import forget_contacts

MOST: Final = 500  # orders at a time
OVER: Final = (
    OrderStatus.COMPLETED,
    OrderStatus.CANCELED,
    OrderStatus.PARTIALLY_REFUNDED,
    OrderStatus.REFUNDED,
)
# How far it is, and which orders these are: those of large purchases have a time of their own.
ORDINARY: Final = ("forgotten_until", Kept.ORDERS)
OF_LARGE: Final = ("large_forgotten_until", Kept.LARGE_PURCHASES)


def forget_old_buyers(*, now: dt.datetime) -> int:
    """Erase who bought from orders that are older than the law and the shop keep them (KEEP-02), oldest first; a chore.

    Orders that are not over, or not for long enough, are passed and looked at again every day, however late they end. Amounts, dates
    and codes of all of them stay as they are.

    Returns:
        How many orders were gone through.
    """
    return sum(_forget(field, kept, now) for field, kept in (ORDINARY, OF_LARGE)) + _look_again(now)


def _forget(field: str, kept: Kept, now: dt.datetime) -> int:
    known, until = get_shop_settings(), find_cutoff(kept, now)
    if not list_older(kept, getattr(known, field), until).exists():
        return 0
    with transaction.atomic():
        settings = ensure_shop_settings_locked(now)
        until = find_cutoff(kept, now)
        found = list_older(kept, getattr(settings, field), until).values_list("id", "created_at")
        rows = list(found[:MOST])
        if not rows:
            return 0
        last = rows[-1][1]
        if len(rows) == MOST:  # orders of one moment stay together
            rows = [row for row in rows if row[1] < last] or rows
        ids = [row[0] for row in rows]
        _keep(set(ids) - _end(ids, until), now)
        setattr(settings, field, rows[-1][1])
        settings.save(update_fields=[field])
    return len(rows)


def _look_again(now: dt.datetime) -> int:
    """At those that were passed: each class by its own time."""
    due = KeptBuyer.objects.filter(next_at__lte=now).order_by("next_at", "order_id")
    if not due.exists():
        return 0
    with transaction.atomic():
        ensure_shop_settings_locked(now)
        ids = list(due.values_list("order_id", flat=True)[:MOST])
        gone: set[uuid.UUID] = set()
        for kept in (Kept.ORDERS, Kept.LARGE_PURCHASES):
            until = find_cutoff(kept, now)
            theirs = list_older(kept, None, until).filter(pk__in=ids)
            gone |= _end(list(theirs.values_list("id", flat=True)), until)
        KeptBuyer.objects.filter(pk__in=gone).delete()
        _keep(set(ids) - gone, now)
    return len(ids)


def _end(order_ids: Collection[uuid.UUID], until: dt.datetime) -> set[uuid.UUID]:
    """Forget who bought of those that are over, since then or before; which these are."""
    over = Order.objects.filter(pk__in=order_ids, status__in=OVER)
    done = dict(over.filter(Q(completed_at=None) | Q(completed_at__lte=until)).values_list("id", "issuance_id"))
    forget_contacts(order_ids=list(done), issuance_ids=[issued for issued in done.values() if issued])
    return set(done)


def _keep(order_ids: Collection[uuid.UUID], now: dt.datetime) -> None:
    rows = [KeptBuyer(order_id=pk, next_at=now + AGAIN) for pk in order_ids]
    KeptBuyer.objects.bulk_create(rows, update_conflicts=True, unique_fields=["order"], update_fields=["next_at"])
