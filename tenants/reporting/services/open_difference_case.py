from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.open_case import open_case
from tenants.payments.models import Payment
from tenants.reporting.enums import DifferenceAct, DifferenceKind, LineKind
from tenants.reporting.errors import DifferenceNotOpen
from tenants.reporting.models import Difference
from tenants.reporting.selectors import get_difference
from tenants.reporting.services.resolve_differences import resolve_differences

REASONS = {
    DifferenceKind.MISSING_HERE: CaseReason.UNKNOWN_PAYMENT,
    DifferenceKind.MISSING_THERE: CaseReason.BUYER_SAYS_PAID,
    DifferenceKind.DUPLICATE: CaseReason.PAID_TWICE,
    DifferenceKind.AMOUNT_DIFFERS: CaseReason.WRONG_AMOUNT,
    DifferenceKind.CURRENCY_DIFFERS: CaseReason.WRONG_AMOUNT,
    DifferenceKind.STATUS_DIFFERS: CaseReason.BUYER_SAYS_PAID,
}


def open_difference_case(*, difference_id: uuid.UUID, reason: str, actor: str, now: dt.datetime) -> AbnormalCase:
    """Put what a difference is about into the queue of abnormal orders, and settle the difference by that.

    A payment of no order of this shop has a case without one; ``detail`` then says which order the payment names, if it does.

    Raises:
        RecordNotFound; DifferenceNotOpen
    """
    with transaction.atomic():
        difference = get_difference(difference_id)
        payment = Payment.objects.filter(pk=difference.payment_id).first() if difference.payment_id else None
        named = payment.order_id if payment else None
        order_id = named if named and Order.objects.filter(pk=named).exists() else None
        case = open_case(
            reason=_reason(difference),
            order_id=order_id,
            payment_id=payment.id if payment else None,
            detail={
                "payment": difference.number,
                "amount": difference.their_amount if difference.their_amount is not None else difference.our_amount,
                "currency": difference.their_currency or difference.our_currency,
                "provider_id": difference.provider_id,
                "difference": str(difference.id),
                **({"order": str(named)} if named and order_id is None else {}),
            },
            opened_by=actor,
            now=now,
        )
        settled = resolve_differences(
            difference_ids=[difference_id],
            reason=reason or case.number,
            actor=actor,
            act=DifferenceAct.CASE_OPENED,
            case_id=case.id,
            now=now,
        )
        if not settled:
            raise DifferenceNotOpen
    return case


def _reason(difference: Difference) -> CaseReason:
    if difference.fact == LineKind.DISPUTE:
        return CaseReason.DISPUTED
    if difference.fact != LineKind.PAYMENT:
        return CaseReason.REFUNDED_ELSEWHERE
    return REASONS[DifferenceKind(difference.kind)]
