from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.enums import CaseAction, CaseOutcome, CaseReason
from tenants.orders.locks import find_share_case_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.end_case import end_case
from tenants.orders.services.note_case import note_case
from tenants.orders.services.open_case import open_case
from tenants.payments.enums import SplitState
from tenants.payments.locks import list_splits_locked
from tenants.payments.models import PaymentSplit
from tenants.payments.selectors import get_payment

ACTOR = "system"
OVER = frozenset({SplitState.SUCCEEDED, SplitState.RETURNED})


def flag_shares(*, payment_id: uuid.UUID, now: dt.datetime) -> None:
    """Tell people of shares of a payment that were refused, or given up without an answer, each once by its number.

    The case is closed when all shares are paid.
    """
    with transaction.atomic():
        splits = list_splits_locked(payment_id)
        case = find_share_case_locked(payment_id)
        if case is not None and all(split.state in OVER for split in splits):
            outcome, action = CaseOutcome.SHARED, CaseAction.SHARED
            end_case(case=case, outcome=outcome, action=action, text="", actor=ACTOR, now=now)
            return
        told = AbnormalCase.objects.filter(reason=CaseReason.SPLIT_FAILED, payment_id=payment_id)
        known = {number for detail in told.values_list("detail", flat=True) for number in detail["shares"]}
        stuck = {SplitState.FAILED, SplitState.SENDING}
        news = [split for split in splits if split.state in stuck and split.number not in known]
        if news:
            _tell(payment_id, news, now)


def _tell(payment_id: uuid.UUID, splits: list[PaymentSplit], now: dt.datetime) -> None:
    payment = get_payment(payment_id)
    case = open_case(
        reason=CaseReason.SPLIT_FAILED,
        order_id=payment.order_id,
        payment_id=payment_id,
        detail={"payment": payment.number, "currency": payment.currency, "shares": []},
        now=now,
    )
    case.detail["shares"] += [split.number for split in splits]
    case.save(update_fields=["detail"])
    for split in splits:
        text = f"{split.get_role_display()} {split.number} {split.reason}"
        note_case(case=case, action=CaseAction.SHARE_FAILED, text=text, author=ACTOR, now=now)
