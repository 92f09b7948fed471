from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.models import Issuance
from tenants.orders.enums import CaseAction, CaseOutcome, CaseStatus, OrderStatus
from tenants.orders.locks import get_open_case_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.complete_order import complete_order
from tenants.orders.services.end_case import end_case
from tenants.orders.services.note_case import note_case

AT_ONCE = 100
ACTOR = "system"
OVER = (IssuanceStatus.COMPLETED, IssuanceStatus.CANCELED, IssuanceStatus.FAILED)


def complete_restocked(*, now: dt.datetime) -> int:
    """Complete orders that waited for stock and have it; one whose issuance was given up is a person's again. A sweep.

    Returns:
        How many cases changed.
    """
    waiting = dict(
        AbnormalCase.objects.filter(status=CaseStatus.WAITING, order__issuance_id__isnull=False).values_list(
            "order__issuance_id", "id"
        )
    )
    if not waiting:
        return 0
    over = Issuance.objects.filter(pk__in=list(waiting), status__in=OVER).order_by("id")
    return sum(_complete(waiting[row.id], row, now) for row in over[:AT_ONCE])


def _complete(case_id: uuid.UUID, issuance: Issuance, now: dt.datetime) -> bool:
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        order, payment, case = held.order, held.payment, held.case
        if case.status != CaseStatus.WAITING or order is None or payment is None or order.issuance_id != issuance.id:
            return False
        if issuance.status == IssuanceStatus.COMPLETED:
            outcome, action = CaseOutcome.DELIVERED, CaseAction.RESTOCKED
            end_case(case=case, outcome=outcome, action=action, text="", actor=ACTOR, now=now)
            complete_order(order=order, payment=payment, actor=ACTOR, now=now)
            return True
        order.issuance_id, order.status = None, OrderStatus.ABNORMAL
        order.save(update_fields=["issuance_id", "status"])
        case.status = CaseStatus.OPEN
        case.save(update_fields=["status"])
        note_case(case=case, action=CaseAction.REOPENED, text="", author=ACTOR, now=now)
    return True
