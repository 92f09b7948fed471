from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from platform_core.compliance.refusals import kept_refusals
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.kernel.money import format_money
from tenants.orders.caseload import list_unfinished_cases_of
from tenants.orders.enums import OrderAct, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.locks import get_paid_order_locked
from tenants.orders.models import Order
from tenants.orders.selectors import list_codes_of, list_voidable_codes
from tenants.orders.services.note_order import note_order
from tenants.orders.services.send_back import SentBack, send_back
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund, Payment
from tenants.payments.selectors import find_failed_refund, get_refundable


@dataclass(frozen=True, slots=True)
class WantedBack:
    """How much goes back, and which codes are void with it.

    ``token``: of the form that asked; the same one asks once, however often it is sent. ``amount``: minor units; None: all that is
    left. ``code_ids``: None: all that nobody redeemed yet; else these, perhaps none.
    """

    token: uuid.UUID
    amount: int | None
    code_ids: Collection[uuid.UUID] | None
    reason: str


def refund_order(*, order_id: uuid.UUID, wanted: WantedBack, actor: str, now: dt.datetime) -> GatewayRefund:
    """Send money of a paid order back by the way it came, whole or a part.

    Raises:
        RecordNotFound: no such order, no code of it, or a token of another one.
        RefundExceedsPayment: more than is left; what is on its way back counts.
        AlreadyRedeemed, CodeStateInvalid, AlreadyRefunded: a code cannot be voided; nothing was changed.
        OrderActionRefused: nobody paid it; a case about it decides over its money; an earlier refund failed; no reason.
    """
    if not wanted.reason.strip():
        raise OrderActionRefused(reason="reason_missing")
    with kept_refusals(), transaction.atomic():
        order, payment = get_paid_order_locked(order_id)
        before = GatewayRefund.objects.filter(pk=wanted.token).first()
        if before is not None:
            return _same(before, payment)
        refundable = _refundable(order, payment)
        amount = refundable if wanted.amount is None else wanted.amount
        if not 0 < amount <= refundable:
            raise RefundExceedsPayment(refundable=refundable)
        goes = SentBack(
            amount,
            _codes(order, wanted.code_ids),
            amount == refundable,
            wanted.reason.strip()[:80],
            refund_id=wanted.token,
        )
        refund = send_back(order=order, payment=payment, wanted=goes, actor=actor, now=now)
        text = f"{format_money(amount, refund.currency)} {wanted.reason.strip()}"
        note_order(order_id=order.id, act=OrderAct.REFUNDED, text=text, author=actor, now=now)
    return refund


def _same(before: GatewayRefund, payment: Payment) -> GatewayRefund:
    if before.payment_id != payment.id:
        raise RecordNotFound(id=str(before.id))
    return before


def _refundable(order: Order, payment: Payment) -> int:
    if order.status == OrderStatus.ABNORMAL or list_unfinished_cases_of(order.id).exists():
        raise OrderActionRefused(reason="in_case")
    if find_failed_refund(payment):
        raise OrderActionRefused(reason="refund_failed_before")
    return get_refundable(payment)


def _codes(order: Order, code_ids: Collection[uuid.UUID] | None) -> list[uuid.UUID]:
    """Those that are voided."""
    if code_ids is None:
        return [code.stored.id for code in list_voidable_codes(order)]
    known = {code.stored.id for code in list_codes_of(order)} if code_ids else set()
    for code_id in code_ids:
        if code_id not in known:
            raise RecordNotFound(id=public_id("code", code_id))
    return list(dict.fromkeys(code_ids))
