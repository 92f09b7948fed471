from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.compliance.refusals import kept_refusals
from platform_core.kernel.money import format_money
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import find_booking
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.selectors import get_issuance, get_price_of_missing
from tenants.issuance.services.cancel_issuance import cancel_issuance
from tenants.issuance.services.end_backorder import end_backorder
from tenants.orders.enums import CaseAction, CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import HeldCase, get_open_case_locked
from tenants.orders.models import Order
from tenants.orders.services.complete_order import complete_order
from tenants.orders.services.note_case import note_case
from tenants.orders.services.send_back import SentBack, send_back
from tenants.payments.enums import PaymentState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund, Payment
from tenants.payments.selectors import find_failed_refund, find_unallocated, get_refundable
from tenants.payments.services.plan_splits import plan_splits
from tenants.payments.services.request_refund import request_refund


def refund_case(
    *,
    case_id: uuid.UUID,
    amount: int | None,
    code_ids: Sequence[uuid.UUID],
    reason: str,
    actor: str,
    now: dt.datetime,
) -> GatewayRefund:
    """Send money of a case back by the way it came. The case is closed when the gateway says that it is there.

    Args:
        amount: minor units; None: all that is left of the payment, and then all of its codes are voided. Of an order that has
            a part of its codes and waits for the rest: the price of that rest, which is then not waited for any more.
        code_ids: codes that are voided where a part goes back.

    Raises:
        RecordNotFound
        RefundExceedsPayment: more than is left; what is on its way back counts.
        AlreadyRedeemed, CodeStateInvalid, AlreadyRefunded: a code cannot be voided.
        IssuanceNotCancelable: the restock has just come.
        OrderActionRefused: no money came; only the whole, or only it and the rest, can go back; or an earlier refund failed
            and is to be sent again.
    """
    with kept_refusals(), transaction.atomic():
        held = get_open_case_locked(case_id)
        payment, case = held.payment, held.case
        if payment is None or payment.state not in {PaymentState.SUCCEEDED, PaymentState.ABNORMAL}:
            raise OrderActionRefused(reason="not_paid")
        if find_failed_refund(payment):
            raise OrderActionRefused(reason="refund_failed_before")
        refundable = get_refundable(payment)
        wanted = refundable if amount is None else amount
        if not 0 < wanted <= refundable:
            raise RefundExceedsPayment(refundable=refundable)
        if payment.state == PaymentState.ABNORMAL:
            refund = _send_back_unallocated(payment, wanted, refundable, reason, actor, now)
        else:
            whole = amount is None or (wanted == refundable and case.status != CaseStatus.WAITING)
            refund = _send_back(held, payment, wanted, code_ids, whole, reason, actor, now)
        case.status, case.detail = CaseStatus.REFUNDING, {**case.detail, "sending": str(refund.id)}
        case.save(update_fields=["status", "detail"])
        text = f"{format_money(refund.amount, refund.currency)} {reason}"
        note_case(case=case, action=CaseAction.REFUNDING, text=text, author=actor, now=now)
    return refund


def _send_back_unallocated(
    payment: Payment, wanted: int, refundable: int, reason: str, actor: str, now: dt.datetime
) -> GatewayRefund:
    """Money that fits nothing was nobody's revenue: it is owed to who paid it, whole."""
    came = find_unallocated(payment)
    if came is None or came.currency != payment.currency:
        raise OrderActionRefused(reason="nothing_unallocated")  # to be sent back at the institution itself
    if wanted != refundable:
        raise OrderActionRefused(reason="whole_only")
    refund = request_refund(payment_id=payment.id, amount=wanted, reason=reason, actor=actor, owed=True, now=now)
    owe = Transfer(AccountCode.UNALLOCATED, AccountCode.REFUNDS_PAYABLE, wanted, payment.currency)
    post_transfers(kind=TransferKind.ALLOCATED, subject_id=refund.id, transfers=[owe], now=now)
    return refund


def _send_back(
    held: HeldCase,
    payment: Payment,
    wanted: int,
    code_ids: Sequence[uuid.UUID],
    whole: bool,
    reason: str,
    actor: str,
    now: dt.datetime,
) -> GatewayRefund:
    """What an order brought: with its codes, or what of it was not delivered is not delivered any more."""
    order, case = held.order, held.case
    if case.reason == CaseReason.PAID_TWICE or order is None:
        raise OrderActionRefused(reason="nothing_unallocated")  # this payment is the order's; the other came beside it
    if case.reason == CaseReason.SAFETY_DELAY and not whole:
        raise OrderActionRefused(reason="whole_only")  # else it would be delivered without a case that says when
    if case.reason == CaseReason.SAFETY_DELAY and not find_booking(TransferKind.SPLIT_DUE, payment.id):
        plan_splits(payment=payment, costs={}, now=now)  # what the institution holds back for shares is let go
    rest = case.status == CaseStatus.WAITING and not whole
    if case.status == CaseStatus.WAITING:
        _give_up_restock(order, None if whole else wanted, get_refundable(payment), actor, now)
    goes = SentBack(wanted, None if whole else code_ids, whole, reason, kept=rest)
    refund = send_back(order=order, payment=payment, wanted=goes, actor=actor, now=now)
    if rest:
        complete_order(order=order, payment=payment, actor=actor, now=now)
    return refund


def _give_up_restock(order: Order, part: int | None, refundable: int, actor: str, now: dt.datetime) -> None:
    """Wait no longer. What came stays issued; ``part`` must then be the price of what did not come, None is the whole."""
    assert order.issuance_id is not None
    if get_issuance(order.issuance_id).status != IssuanceStatus.AWAITING_STOCK:
        end_backorder(issuance_id=order.issuance_id, actor=actor[:80], now=now)
        if part is not None and part != min(get_price_of_missing(order.issuance_id), refundable):
            raise OrderActionRefused(reason="rest_only")  # or more of it came meanwhile
        return
    if part is not None and part != refundable:
        raise OrderActionRefused(reason="whole_only")
    cancel_issuance(issuance_id=order.issuance_id, actor=actor[:80], now=now)
    order.issuance_id, order.status = None, OrderStatus.ABNORMAL
    order.save(update_fields=["issuance_id", "status"])
