from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.orders.enums import CaseAction, CaseReason
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.note_case import note_case
from tenants.orders.services.open_case import open_case

LONGEST = 500


def ask_for_help(
    *, order: Order, reason: CaseReason, code_id: uuid.UUID | None, text: str, now: dt.datetime
) -> AbnormalCase:
    """A buyer says that something is wrong with an order that they may open: a case, which says it in their words.

    Args:
        code_id: which code does not work; one of this order.

    Raises:
        RecordNotFound: no code of this order.
    """
    if code_id is not None and code_id not in {code.stored.id for code in list_codes_of(order)}:
        raise RecordNotFound(id=public_id("code", code_id))
    with transaction.atomic():
        case = open_case(reason=reason, order_id=order.id, code_id=code_id, opened_by="buyer", now=now)
        if text.strip():
            said = text.strip()[:LONGEST]
            note_case(case=case, action=CaseAction.REPORTED, text=said, author="buyer", now=now)
    return case
