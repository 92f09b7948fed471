from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.finance.selectors import find_unbacked_holdings
from tenants.orders.enums import CaseAction, CaseReason
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_open_case_locked
from tenants.orders.services.note_case import note_case
from tenants.payments.services.retry_splits import retry_splits


def retry_shares(*, case_id: uuid.UUID, actor: str, now: dt.datetime) -> int:
    """Have shares paid that the institution refused; the case is closed when they are.

    Returns:
        How many.

    Raises:
        RecordNotFound
        OrderActionRefused: none was refused, or the money is not there any more.
    """
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        if held.case.reason != CaseReason.SPLIT_FAILED or held.payment is None:
            raise OrderActionRefused(reason="no_share_failed")
        sent = retry_splits(payment=held.payment, now=now)
        if not sent:
            raise OrderActionRefused(reason="no_share_failed")
        if find_unbacked_holdings():  # the merchant took it out meanwhile
            raise OrderActionRefused(reason="shares_not_covered")
        note_case(case=held.case, action=CaseAction.SHARING, text="", author=actor, now=now)
    return sent
