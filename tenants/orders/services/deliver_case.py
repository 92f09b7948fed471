from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from tenants.issuance.enums import FulfillmentPolicy
from tenants.orders.enums import CaseAction, CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import HeldCase, get_open_case_locked
from tenants.orders.services.complete_order import complete_order
from tenants.orders.services.end_case import end_case
from tenants.orders.services.issue_order import issue_order
from tenants.orders.services.note_case import note_case
from tenants.payments.enums import PaymentState
from tenants.payments.selectors import find_failed_refund, get_refundable


def deliver_case(
    *,
    case_id: uuid.UUID,
    stand_ins: Mapping[uuid.UUID, uuid.UUID],
    actor: str,
    now: dt.datetime,
    wait: bool = False,
) -> bool:
    """Deliver what was paid and not delivered, out of stock that is there now (补发); the case is closed with it.

    Args:
        stand_ins: by line of the order, another SKU whose codes the buyer gets instead.
        wait: what is not there is waited for (等待补货), ahead of all later orders.

    Returns:
        Whether its codes are with the buyer; otherwise they come with the restock.

    Raises:
        RecordNotFound
        OrderActionRefused: nothing waits to be delivered, its money is going back, or a stand-in does not fit.
        CodeStockExhausted, StoreSuspended: nothing was changed.
    """
    with transaction.atomic():
        held = get_open_case_locked(case_id)
        _check(held)
        order, payment, case = held.order, held.payment, held.case
        assert order is not None
        assert payment is not None
        policy = FulfillmentPolicy.BACKORDER if wait else FulfillmentPolicy.ALL_OR_NOTHING
        keep = case.reason == CaseReason.SAFETY_DELAY
        issued = issue_order(order=order, stand_ins=stand_ins, policy=policy, now=now, keep_holds=keep)
        lacking = any(line.missing for line in issued.lines) if issued else False
        if lacking:
            case.status = CaseStatus.WAITING
            case.save(update_fields=["status"])
            note_case(case=case, action=CaseAction.WAITING, text="", author=actor, now=now)
        else:
            outcome, action = CaseOutcome.DELIVERED, CaseAction.DELIVERED
            end_case(case=case, outcome=outcome, action=action, text="", actor=actor, now=now)
        complete_order(order=order, payment=payment, actor=actor, now=now)
    return not lacking


def _check(held: HeldCase) -> None:
    order, payment = held.order, held.payment
    if order is None or order.status != OrderStatus.ABNORMAL or order.issuance_id is not None:
        raise OrderActionRefused(reason="not_waiting_for_delivery")
    if payment is None or payment.state != PaymentState.SUCCEEDED or payment.order_id != order.id:
        raise OrderActionRefused(reason="not_paid")
    if find_failed_refund(payment):
        raise OrderActionRefused(reason="refund_failed_before")
    if not get_refundable(payment):
        raise OrderActionRefused(reason="money_went_back")
