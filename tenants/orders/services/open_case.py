from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase

# How long a buyer or an institution can be kept waiting; the queue is sorted by it.
WITHIN = {
    CaseReason.PAID_WITHOUT_STOCK: dt.timedelta(hours=2),
    CaseReason.BUYER_SAYS_PAID: dt.timedelta(hours=2),
    CaseReason.CODE_REPORTED: dt.timedelta(hours=12),
    CaseReason.MANUAL_OVERDUE: dt.timedelta(hours=2),
    CaseReason.SAFETY_DELAY: dt.timedelta(hours=3),  # by then it was delivered by itself
    CaseReason.IDENTITY_NEEDED: dt.timedelta(days=3),
    CaseReason.DISPUTED: dt.timedelta(days=3),
}
USUALLY = dt.timedelta(hours=24)


def open_case(
    *,
    reason: CaseReason,
    now: dt.datetime,
    order_id: uuid.UUID | None = None,
    payment_id: uuid.UUID | None = None,
    code_id: uuid.UUID | None = None,
    detail: dict[str, Any] | None = None,
    opened_by: str = "system",
) -> AbnormalCase:
    """Put something into the queue that people work through, in the caller's transaction.

    What is open for the same reason about the same order, payment and code is not opened twice.

    Args:
        detail: ids and amounts; no codes, no contacts.
    """
    there = None
    if order_id is not None:
        same = AbnormalCase.objects.filter(reason=reason, order_id=order_id, payment_id=payment_id, code_id=code_id)
        there = same.exclude(status=CaseStatus.CLOSED).first()
    return there or AbnormalCase.objects.create(
        number=_number(now),
        reason=reason,
        order_id=order_id,
        payment_id=payment_id,
        code_id=code_id,
        detail=detail or {},
        opened_at=now,
        opened_by=opened_by,
        due_at=now + WITHIN.get(reason, USUALLY),
    )


def _number(now: dt.datetime) -> str:
    """For reading out; it opens nothing."""
    return f"C{local_date(now, current_tenant().time_zone):%y%m%d}{secrets.randbelow(10**8):08d}"
