from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.enums import CaseAction, CaseStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_open_case_locked
from tenants.orders.services.note_case import note_case
from tenants.payments.models import GatewayRefund
from tenants.payments.selectors import find_failed_refund
from tenants.payments.services.resend_refund import resend_refund


def retry_refund(*, case_id: uuid.UUID, actor: str, now: dt.datetime) -> GatewayRefund:
    """Send a refund of a case's payment again that the gateway refused.

    Raises:
        RecordNotFound
        OrderActionRefused: none failed.
        RefundExceedsPayment: other refunds took what was left.
    """
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        failed = find_failed_refund(held.payment) if held.payment else None
        sent = resend_refund(number=failed.number, now=now) if failed else None
        if sent is None:
            raise OrderActionRefused(reason="nothing_failed")
        held.case.status, held.case.detail = CaseStatus.REFUNDING, {**held.case.detail, "sending": str(sent.id)}
        held.case.save(update_fields=["status", "detail"])
        note_case(case=held.case, action=CaseAction.REFUNDING, text=sent.number, author=actor, now=now)
    return sent
