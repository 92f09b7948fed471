from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.enums import CaseReason
from tenants.orders.locks import find_order_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.open_case import open_case

PLATFORM = "platform"


def open_signal_case(*, order_id: uuid.UUID, reason: CaseReason, now: dt.datetime) -> AbnormalCase | None:
    """The platform's checks ask the merchant to look at an order; once, whatever became of the case.

    Returns:
        The new case; None: there was one, or there is no such order.
    """
    with transaction.atomic():
        order = find_order_locked(order_id)
        if order is None or AbnormalCase.objects.filter(order=order, reason=reason).exists():
            return None
        return open_case(reason=reason, order_id=order.id, opened_by=PLATFORM, now=now)
