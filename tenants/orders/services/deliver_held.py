from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.errors import StoreSuspended
from tenants.inventory.errors import CodeStockExhausted
from tenants.orders.enums import CaseAction, CaseReason, CaseStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_open_case_locked
from tenants.orders.services.deliver_case import deliver_case
from tenants.orders.services.note_case import note_case

ACTOR = "system"


def deliver_held(*, case_id: uuid.UUID, now: dt.datetime) -> bool:
    """The time of an order that was held back is over: its buyer gets the codes, unless the merchant acted before.

    Where its codes are gone meanwhile (their batch was taken off the shelf, and nothing else is there) it is a case like any other
    that was paid and lacks stock.

    Returns:
        Whether it was delivered now.
    """
    try:
        return deliver_case(case_id=case_id, stand_ins={}, actor=ACTOR, now=now)
    except (OrderActionRefused, RecordNotFound):
        return False
    except (CodeStockExhausted, StoreSuspended):
        with transaction.atomic():
            case = get_open_case_locked(case_id).case
            if case.reason == CaseReason.SAFETY_DELAY and case.status == CaseStatus.OPEN:
                case.reason = CaseReason.PAID_WITHOUT_STOCK
                case.save(update_fields=["reason"])
                note_case(case=case, action=CaseAction.REOPENED, text="", author=ACTOR, now=now)
        return False
