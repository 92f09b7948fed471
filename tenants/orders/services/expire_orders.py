from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.orders.locks import list_overdue_orders_locked
from tenants.orders.services.close_orders import close_orders

AT_ONCE = 200


def expire_orders(*, now: dt.datetime) -> int:
    """Close unpaid orders whose time is over and put their codes back; payments that were begun are closed by jobs. A sweep.

    An order that is being settled in this very moment is locked and left to its payment.

    Returns:
        How many were closed.
    """
    with transaction.atomic():
        due = list(list_overdue_orders_locked(now)[:AT_ONCE])
        if not due:
            return 0
        close_orders(orders=due, reason="not_paid_in_time", now=now)
    return len(due)
