from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.notifications.enums import MessageKind
from tenants.orders.enums import CaseAction, CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_open_case_locked
from tenants.orders.services.end_case import end_case
from tenants.orders.services.plan_message import plan_message

BUYER = "buyer"  # who asked is answered; a case that nobody asked about is the shop's own business


def close_case(*, case_id: uuid.UUID, reason: str, actor: str, now: dt.datetime) -> None:
    """Close a case about which there is nothing to do, with the reason why.

    Raises:
        RecordNotFound
        OrderActionRefused: it is closed; no reason is given; or a buyer paid and has neither codes nor money (``still_owed``).
    """
    if not reason.strip():
        raise OrderActionRefused(reason="text_missing")
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        owed = held.order is not None and held.order.status == OrderStatus.ABNORMAL
        owed = owed and held.case.reason != CaseReason.SPLIT_FAILED  # what is owed to a buyer has a case of its own
        if owed or held.case.status == CaseStatus.WAITING:
            raise OrderActionRefused(reason="still_owed")
        end_case(
            case=held.case,
            outcome=CaseOutcome.DISMISSED,
            action=CaseAction.DISMISSED,
            text=reason,
            actor=actor,
            now=now,
        )
        if held.order is not None and held.case.opened_by == BUYER:
            plan_message(kind=MessageKind.CASE_ANSWERED, order=held.order, about_id=case_id, now=now)
