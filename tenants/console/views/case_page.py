from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from tenants.catalog.enums import Fulfilment
from tenants.catalog.selectors import list_stand_ins
from tenants.console.timeline import timeline_of
from tenants.inventory.selectors import list_stock
from tenants.inventory.stored import display_of
from tenants.issuance.codes import WITH_BUYER
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.selectors import get_issuance, get_price_of_missing
from tenants.orders.enums import CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of
from tenants.payments.enums import PaymentState
from tenants.payments.models import Payment
from tenants.payments.selectors import (
    find_failed_refund,
    find_payment_of,
    get_payment,
    get_refundable,
    list_payments_of,
)

SHOWN = 200  # codes of an order


def code_rows(order: Order | None) -> list[dict[str, Any]]:
    """Codes of an order, masked: what each ends with, what it is now, whether its buyer can still use it."""
    codes = list_codes_of(order)[:SHOWN] if order is not None else []
    return [
        {
            "id": code.stored.id,
            "display": display_of(code.stored),
            "status": code.path_status.label,
            "usable": code.path_status in WITH_BUYER and code.stored.place != "shared",
        }
        for code in codes
    ]


def payments_of(order: Order | None, payment: Payment | None) -> list[Payment]:
    """Payments of an order; of a case without one, its own."""
    return list(list_payments_of(order.id)) if order is not None else [payment] if payment else []


def case_page(case: AbnormalCase) -> dict[str, Any]:
    """What the page of a case shows, and which actions it offers now."""
    order = case.order
    payment = _payment(case, order)
    codes = code_rows(order)
    held = case.reason == CaseReason.SAFETY_DELAY and case.status == CaseStatus.OPEN
    return {
        "case": case,
        "held": held,
        "held_until": dt.datetime.fromisoformat(case.detail["until"]) if held else None,
        "identity": case.reason == CaseReason.IDENTITY_NEEDED,
        "order": order,
        "late": case.status != CaseStatus.CLOSED and case.due_at < now(),
        "lines": [_line(order, line) for line in order.lines.all()] if order else [],
        "amount": format_money(order.amount, order.currency) if order else "",
        "payment": payment,
        "received": format_money(payment.received, payment.currency) if payment and payment.provider_id else "",
        "codes": codes,
        "complained": case.code_id,
        "steps": timeline_of(order, payments_of(order, payment), case.id),
        **_actions(case, order, payment, any(code["usable"] for code in codes)),
    }


def _payment(case: AbnormalCase, order: Order | None) -> Payment | None:
    if case.payment_id:
        return get_payment(case.payment_id)
    return find_payment_of(order.id) if order else None


def _actions(case: AbnormalCase, order: Order | None, payment: Payment | None, usable: bool) -> dict[str, Any]:
    """What can be done now. The services check it again."""
    workable = case.status in {CaseStatus.OPEN, CaseStatus.WAITING}
    state = payment.state if payment else ""
    abnormal = order is not None and order.status == OrderStatus.ABNORMAL
    undelivered = workable and order is not None and abnormal and order.issuance_id is None
    came = workable and payment is not None and state in {PaymentState.SUCCEEDED, PaymentState.ABNORMAL}
    failed = came and payment is not None and find_failed_refund(payment) is not None
    refundable = get_refundable(payment) if came and payment else 0
    return {
        "workable": case.status != CaseStatus.CLOSED,
        "may_deliver": undelivered and not failed and state == PaymentState.SUCCEEDED and refundable > 0,
        "may_accept": undelivered and not failed and state == PaymentState.ABNORMAL and refundable > 0,
        "may_retry": failed,
        "may_refund": refundable > 0 and not failed,
        "rest": _rest(case, order, payment, refundable) if refundable and not failed else None,
        "part": state == PaymentState.SUCCEEDED and case.status != CaseStatus.WAITING,
        "refundable": format_money(refundable, payment.currency) if payment else "",
        "may_replace": workable and usable and refundable > 0,
        "may_share": workable and case.reason == CaseReason.SPLIT_FAILED,
        "may_close": workable
        and (not abnormal or case.reason == CaseReason.SPLIT_FAILED)
        and case.status != CaseStatus.WAITING,
    }


def _rest(case: AbnormalCase, order: Order | None, payment: Payment | None, refundable: int) -> dict[str, str] | None:
    """The price of what a restock did not bring yet, where it brought a part."""
    if case.status != CaseStatus.WAITING or order is None or order.issuance_id is None or payment is None:
        return None
    if get_issuance(order.issuance_id).status != IssuanceStatus.PROCESSING:
        return None
    amount = min(get_price_of_missing(order.issuance_id), refundable)
    return {"shown": format_money(amount, payment.currency), "amount": f"{amount}"}


def _line(order: Order, line: Any) -> dict[str, Any]:
    automatic = line.fulfilment == Fulfilment.AUTOMATIC
    return {
        "line": line,
        "price": format_money(line.unit_price, order.currency),
        "off": format_money(-line.discount, order.currency) if line.discount else "",
        "automatic": automatic,
        "stand_ins": _stand_ins(order, line.face_value, line.sku_id) if automatic else [],
    }


def _stand_ins(order: Order, face_value: int, sku_id: uuid.UUID) -> list[dict[str, Any]]:
    skus = list(list_stand_ins(currency=order.currency, face_value=face_value, beside=sku_id)[:50])
    stock = list_stock([sku.id for sku in skus], now=now())
    return [{"sku": sku, "stock": stock[sku.id]} for sku in skus if stock.get(sku.id, 0) > 0]
