from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.orders.locks import list_old_orders_locked
from tenants.orders.selectors import get_retention_years
from tenants.orders.services.erase_orders import erase_orders

AT_ONCE = 500


def forget_old_orders(*, now: dt.datetime) -> int:
    """Forget whose orders were that are older than the shop keeps that. A chore; what is unfinished waits until it is over.

    Returns:
        How many were forgotten.
    """
    until = now - dt.timedelta(days=366 * get_retention_years())  # no year has more
    with transaction.atomic():
        ids = [order.id for order in list_old_orders_locked(until)[:AT_ONCE]]
        if ids:
            erase_orders(order_ids=ids)
    return len(ids)
