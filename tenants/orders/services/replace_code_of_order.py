from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.enums import CaseReason
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_paid_order_locked
from tenants.orders.models import ReplacedCode
from tenants.orders.services.open_case import open_case
from tenants.orders.services.replace_code_of_case import replace_code_of_case


def replace_code_of_order(
    *, order_id: uuid.UUID, code_id: uuid.UUID, reason: str, actor: str, now: dt.datetime
) -> ReplacedCode:
    """Give a buyer another code for a bad one (换卡) that they told the shop of in some other way: a case that is done at once.

    Raises:
        RecordNotFound: no such order, or no code of it.
        OrderActionRefused: nobody paid it, no reason, or the money went back.
        AlreadyRedeemed, CodeStateInvalid: it cannot be replaced. CodeStockExhausted: there is no other. StoreSuspended.
    """
    if not reason.strip():
        raise OrderActionRefused(reason="reason_missing")
    with transaction.atomic():
        get_paid_order_locked(order_id)  # before the case is there: payment, order, case, as everywhere
        case = open_case(
            reason=CaseReason.CODE_REPORTED, order_id=order_id, code_id=code_id, opened_by=actor[:254], now=now
        )
        return replace_code_of_case(case_id=case.id, code_id=code_id, reason=reason.strip(), actor=actor, now=now)
