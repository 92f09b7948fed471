from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.orders.enums import CaseAction, CaseReason
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import find_order_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.note_case import note_case
from tenants.orders.services.open_case import open_case

# What staff hear from buyers themselves; the others are found by the shop.
BY_STAFF = (CaseReason.BY_HAND, CaseReason.BUYER_SAYS_PAID, CaseReason.CODE_REPORTED)


def open_case_by_hand(
    *, order_id: uuid.UUID, reason: CaseReason, text: str, actor: str, now: dt.datetime
) -> AbnormalCase:
    """Put an order into the queue of abnormal ones, with what is wrong with it. What is open for this reason is not opened twice.

    Raises:
        RecordNotFound
        OrderActionRefused: not a reason that staff give, or nothing is said.
    """
    if reason not in BY_STAFF or not text.strip():
        raise OrderActionRefused(reason="reason_missing")
    with transaction.atomic():
        if find_order_locked(order_id) is None:
            raise RecordNotFound(id=str(order_id))
        case = open_case(reason=reason, order_id=order_id, opened_by=actor[:254], now=now)
        note_case(case=case, action=CaseAction.REPORTED, text=text, author=actor, now=now)
    return case
