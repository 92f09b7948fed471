from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tenants.access.locks import ensure_shop_settings_locked
from tenants.access.selectors import get_shop_settings
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.orders.services.forget_contacts import forget_contacts

MOST: Final = 500  # orders at a time
YEAR: Final = dt.timedelta(days=366)
OVER: Final = (
    OrderStatus.COMPLETED,
    OrderStatus.CANCELED,
    OrderStatus.PARTIALLY_REFUNDED,
    OrderStatus.REFUNDED,
)


def forget_old_buyers(*, now: dt.datetime) -> int:
    """Erase who bought from orders that are older than the shop keeps them (KEEP-02), oldest first; a chore.

    Orders that are not over stay as they are; so do amounts, dates and codes of all of them.

    Returns:
        How many orders were gone through.
    """
    until = _cutoff(now)
    if not _older(get_shop_settings().forgotten_until, until).exists():
        return 0
    with transaction.atomic():
        settings = ensure_shop_settings_locked(now)
        until = now - settings.retention_years * YEAR
        rows = list(_older(settings.forgotten_until, until).values_list("id", "issuance_id", "created_at")[:MOST])
        if not rows:
            return 0
        last = rows[-1][2]
        if len(rows) == MOST:  # orders of one moment stay together
            rows = [row for row in rows if row[2] < last] or rows
        over = Order.objects.filter(pk__in=[row[0] for row in rows], status__in=OVER)
        done = over.filter(Q(completed_at=None) | Q(completed_at__lte=until)).values_list("id", "issuance_id")
        ids = dict(done)
        forget_contacts(order_ids=list(ids), issuance_ids=[issued for issued in ids.values() if issued])
        settings.forgotten_until = rows[-1][2]
        settings.save(update_fields=["forgotten_until"])
    return len(rows)


def _cutoff(now: dt.datetime) -> dt.datetime:
    return now - get_shop_settings().retention_years * YEAR


def _older(since: dt.datetime | None, until: dt.datetime) -> QuerySet[Order]:
    rows = Order.objects.filter(created_at__lte=until).order_by("created_at", "id")
    return rows.filter(created_at__gt=since) if since else rows
