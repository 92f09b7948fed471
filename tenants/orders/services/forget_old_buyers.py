from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q

from platform_core.compliance.retention import Kept
from tenants.access.locks import ensure_shop_settings_locked
from tenants.access.selectors import get_shop_settings
from tenants.orders.enums import OrderStatus
from tenants.orders.keeping import find_cutoff, list_older
from tenants.orders.models import Order
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

    Orders that are not over stay as they are; so do amounts, dates and codes of all of them.

    Returns:
        How many orders were gone through.
    """
    return sum(_forget(field, kept, now) for field, kept in (ORDINARY, OF_LARGE))


def _forget(field: str, kept: Kept, now: dt.datetime) -> int:
    known, until = get_shop_settings(), find_cutoff(kept, now)
    if not list_older(kept, getattr(known, field), until).exists():
        return 0
    with transaction.atomic():
        settings = ensure_shop_settings_locked(now)
        until = find_cutoff(kept, now)
        found = list_older(kept, getattr(settings, field), until).values_list("id", "issuance_id", "created_at")
        rows = list(found[:MOST])
        if not rows:
            return 0
        last = rows[-1][2]
        if len(rows) == MOST:  # orders of one moment stay together
            rows = [row for row in rows if row[2] < last] or rows
        over = Order.objects.filter(pk__in=[row[0] for row in rows], status__in=OVER)
        done = over.filter(Q(completed_at=None) | Q(completed_at__lte=until)).values_list("id", "issuance_id")
        ids = dict(done)
        forget_contacts(order_ids=list(ids), issuance_ids=[issued for issued in ids.values() if issued])
        setattr(settings, field, rows[-1][2])
        settings.save(update_fields=[field])
    return len(rows)
