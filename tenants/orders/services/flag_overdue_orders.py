from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef

from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase
from tenants.orders.selectors import list_to_hand_over
from tenants.orders.services.open_case import open_case

WITHIN = dt.timedelta(hours=12)
AT_ONCE = 100


def flag_overdue_orders(*, now: dt.datetime) -> int:
    """Open a case about each order that should have been handed over by now, once. A sweep.

    Returns:
        How many there were.
    """
    known = AbnormalCase.objects.filter(order_id=OuterRef("order_id"), reason=CaseReason.MANUAL_OVERDUE)
    late = list_to_hand_over().filter(~Exists(known), order__paid_at__lt=now - WITHIN)
    orders = dict.fromkeys(line.order_id for line in late[:AT_ONCE])
    for order_id in orders:
        open_case(reason=CaseReason.MANUAL_OVERDUE, order_id=order_id, now=now)
    return len(orders)
