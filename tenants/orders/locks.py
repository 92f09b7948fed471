"""Locks of orders, always in this order: the payment, then its order, then cases about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.issuance.models import IssuanceLine
from tenants.orders.enums import CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, Order, OrderLine, Recall, ReplacedCode
from tenants.payments.locks import get_payment_locked
from tenants.payments.models import Payment
from tenants.payments.selectors import find_payment_of

UNFINISHED = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.PAID, OrderStatus.PROCESSING, OrderStatus.ABNORMAL})

# The SKU is not locked and may be gone; the lines of an order never change.
DUE = """
SELECT p.id, p.state, p.provider_id, p.amount, p.currency, o.id, o.number, o.status, o.amount, o.currency,
       l.sku_id, coalesce(k.face_value, 0), coalesce(k.currency, o.currency), coalesce(k.code_mode, 'single'),
       coalesce(k.redemption, 'none'), coalesce(k.needs_activation, false), k.valid_days,
       l.quantity, l.unit_price, l.discount, l.reservation_id, l.id, l.fulfilment, l.inputs, o.contact_type, o.contact_masked, o.discount,
       EXISTS (SELECT 1 FROM payments_gatewayaccount a WHERE a.gateway = p.gateway),
       coalesce((SELECT f.safety_minutes FROM catalog_shopfront f), 0)
FROM payments_payment p JOIN orders_order o ON o.id = p.order_id JOIN orders_orderline l ON l.order_id = o.id
LEFT JOIN catalog_sku k ON k.id = l.sku_id
WHERE p.number = %s AND p.gateway = %s
ORDER BY l.id FOR UPDATE OF p, o
"""


class DueLine(NamedTuple):
    """What is to be delivered: facts of the SKU, then the line's own."""

    sku_id: uuid.UUID
    face_value: int
    currency: str
    code_mode: str
    redemption: str
    needs_activation: bool
    valid_days: int | None
    quantity: int
    unit_price: int
    discount: int
    reservation_id: uuid.UUID | None
    line_id: uuid.UUID
    fulfilment: str
    inputs: bytes | None


class Due(NamedTuple):
    """A payment with its order, both locked until the transaction ends."""

    payment_id: uuid.UUID
    payment_state: str
    provider_id: str | None
    asked_amount: int
    asked_currency: str
    order_id: uuid.UUID
    order_number: str
    order_status: str
    order_amount: int
    order_currency: str
    lines: tuple[DueLine, ...]
    contact_type: str
    contact_masked: str
    order_discount: int
    has_account: bool
    safety_minutes: int


def find_due_locked(*, payment_number: str, gateway: str) -> Due | None:
    """Lock a payment and its order, in one statement; None when a gateway names a payment that we never asked for."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [payment_number, gateway])
        rows = cursor.fetchall()
    if not rows:
        return None
    return Due._make([*rows[0][:10], tuple(DueLine._make(row[10:-5]) for row in rows), *rows[0][-5:]])


class HeldCase(NamedTuple):
    """A case with its order and the payment that it is about (its own, else the one that paid the order), all locked."""

    case: AbnormalCase
    order: Order | None
    payment: Payment | None


def get_open_case_locked(case_id: uuid.UUID) -> HeldCase:
    """Lock a case that somebody may act on, behind its payment and its order.

    Raises:
        RecordNotFound
        OrderActionRefused: it is closed, or its money is on the way back.
    """
    found = AbnormalCase.objects.filter(pk=case_id).values_list("order_id", "payment_id").first()
    if found is None:
        raise RecordNotFound(id=str(case_id))
    order_id, payment_id = found
    paid = find_payment_of(order_id) if order_id and payment_id is None else None
    about = payment_id or (paid.id if paid else None)
    payment = get_payment_locked(about) if about else None
    order = find_order_locked(order_id) if order_id else None
    case = AbnormalCase.objects.select_for_update().get(pk=case_id)
    if case.status in {CaseStatus.CLOSED, CaseStatus.REFUNDING}:
        raise OrderActionRefused(reason="case_closed" if case.status == CaseStatus.CLOSED else "refunding")
    return HeldCase(case, order, payment)


def get_paid_order_locked(order_id: uuid.UUID) -> tuple[Order, Payment]:
    """Lock an order behind the payment that paid it.

    Raises:
        RecordNotFound
        OrderActionRefused: nobody paid it.
    """
    paid = find_payment_of(order_id)
    payment = get_payment_locked(paid.id) if paid else None
    order = find_order_locked(order_id)
    if order is None:
        raise RecordNotFound(id=str(order_id))
    if payment is None:
        raise OrderActionRefused(reason="not_paid")
    return order, payment


def list_cases_locked(case_ids: Collection[uuid.UUID]) -> list[AbnormalCase]:
    """Lock those of some cases that are not closed, in the order of their ids."""
    rows = AbnormalCase.objects.select_for_update().filter(pk__in=case_ids).order_by("id")
    return list(rows.exclude(status=CaseStatus.CLOSED))


def list_open_cases_locked(order_id: uuid.UUID, reasons: Collection[CaseReason]) -> list[AbnormalCase]:
    """Lock the open cases about an order that have one of these reasons."""
    rows = AbnormalCase.objects.select_for_update().filter(order_id=order_id, status=CaseStatus.OPEN)
    return list(rows.filter(reason__in=reasons).order_by("id"))


def list_refunding_cases_locked(refund_id: uuid.UUID) -> list[AbnormalCase]:
    """Lock the case that waits for a refund."""
    rows = AbnormalCase.objects.select_for_update().filter(status=CaseStatus.REFUNDING)
    return list(rows.filter(detail__sending=str(refund_id)).order_by("id"))


def find_share_case_locked(payment_id: uuid.UUID) -> AbnormalCase | None:
    """Lock the open case about shares of a payment, after the payment; None: there is none."""
    rows = AbnormalCase.objects.select_for_update().filter(reason=CaseReason.SPLIT_FAILED, payment_id=payment_id)
    return rows.exclude(status=CaseStatus.CLOSED).first()


def find_order_locked(order_id: uuid.UUID) -> Order | None:
    """Lock an order, after its payment if that is locked too."""
    return Order.objects.select_for_update().filter(pk=order_id).first()


def find_unpaid_order_locked(order_id: uuid.UUID) -> Order | None:
    """Lock an order behind the payments that were begun for it, so that it is not paid in this moment."""
    return next(iter(_behind_payments(Order.objects.filter(pk=order_id))), None)


def list_unpaid_orders_locked(contact_hashes: Collection[bytes], buyer_id: uuid.UUID | None) -> list[Order]:
    """Lock the unpaid orders of a person behind their payments: those of their contacts, and those of their account."""
    theirs = Q(contact_hash__in=contact_hashes)
    if buyer_id is not None:
        theirs |= Q(buyer_id=buyer_id)
    found = _behind_payments(Order.objects.filter(theirs, status=OrderStatus.PENDING_PAYMENT))
    return [order for order in found if order.status == OrderStatus.PENDING_PAYMENT]


def _behind_payments(orders: QuerySet[Order]) -> list[Order]:
    ids = list(orders.values_list("id", flat=True))
    list(Payment.objects.select_for_update().filter(order_id__in=ids).order_by("id"))
    return list(Order.objects.select_for_update().filter(pk__in=ids).order_by("id"))


def find_next_case_locked(reason: str = "") -> AbnormalCase | None:
    """Lock the case that is due first of those that nobody has; one that somebody takes in this moment is passed over."""
    free = AbnormalCase.objects.select_for_update(skip_locked=True).filter(assignee="", status=CaseStatus.OPEN)
    if reason:
        free = free.filter(reason=reason)
    return free.order_by("due_at", "id").first()


def list_orders_of_locked(buyer_id: uuid.UUID | None, contact_hashes: Collection[bytes] = ()) -> list[Order]:
    """Lock the orders of an account, and those that were bought without one by these contacts, in the order of their ids."""
    theirs = Q(buyer_id=None, contact_hash__in=contact_hashes)
    if buyer_id is not None:
        theirs |= Q(buyer_id=buyer_id)
    return list(Order.objects.select_for_update().filter(theirs).order_by("id"))


def list_overdue_orders_locked(now: dt.datetime) -> QuerySet[Order]:
    """Lock the unpaid orders whose time is over, the longest waiting first.

    One that is being settled is left out instead of waited for: orders are locked here without their payments, so
    waiting would turn the order of locks around.
    """
    return (
        Order.objects.select_for_update(skip_locked=True)
        .filter(status=OrderStatus.PENDING_PAYMENT, pay_by__lt=now)
        .order_by("pay_by")
    )


def find_recall_locked(recall_id: uuid.UUID) -> Recall | None:
    """Lock a recall, so that one process at a time tells its buyers; None: no such recall, or somebody tells them now."""
    return Recall.objects.select_for_update(skip_locked=True).filter(pk=recall_id).first()


def lock_orders_of(issuance_ids: Collection[uuid.UUID]) -> None:
    """Lock the orders that issuances were made for, or for bad codes of which they were made, before these."""
    lines = IssuanceLine.objects.filter(issuance_id__in=issuance_ids).values_list("id", flat=True)
    replaced = ReplacedCode.objects.filter(line_id__in=list(lines)).values_list("order_id", flat=True)
    theirs = Q(issuance_id__in=issuance_ids) | Q(pk__in=list(replaced))
    found = Order.objects.select_for_update(no_key=True).filter(theirs)
    list(found.order_by("pk").values_list("pk", flat=True))


def list_lines_locked(rows: QuerySet[OrderLine]) -> list[OrderLine]:
    """Lock the orders of lines, in the order of their ids: whoever opens a case about one of them comes before or after. The lines then
    are as they are now.
    """
    chosen = list(rows.values_list("id", "order_id"))
    orders = Order.objects.select_for_update(no_key=True).filter(pk__in={order_id for _, order_id in chosen})
    list(orders.order_by("pk").values_list("pk", flat=True))
    return list(OrderLine.objects.filter(pk__in=[pk for pk, _ in chosen], shredded_at=None).select_related("order"))
