"""Locks of orders, always in this order: the payment, then its order."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order

# The SKU is not locked and may be gone; the lines of an order never change.
DUE = """
SELECT p.id, p.state, p.provider_id, p.amount, p.currency, o.id, o.number, o.status, o.amount, o.currency,
       l.sku_id, coalesce(k.face_value, 0), coalesce(k.currency, o.currency), coalesce(k.code_mode, 'single'),
       coalesce(k.redemption, 'none'), coalesce(k.needs_activation, false), k.valid_days,
       l.quantity, l.unit_price, l.reservation_id, l.id, l.fulfilment, l.inputs,
       EXISTS (SELECT 1 FROM payments_gatewayaccount a WHERE a.gateway = p.gateway)
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
    has_account: bool


def find_due_locked(*, payment_number: str, gateway: str) -> Due | None:
    """Lock a payment and its order, in one statement; None when a gateway names a payment that we never asked for."""
    with connection.cursor() as cursor:
        cursor.execute(DUE, [payment_number, gateway])
        rows = cursor.fetchall()
    if not rows:
        return None
    return Due._make([*rows[0][:10], tuple(DueLine._make(row[10:-1]) for row in rows), rows[0][-1]])


def find_order_locked(order_id: uuid.UUID) -> Order | None:
    """Lock an order, after its payment if that is locked too."""
    return Order.objects.select_for_update().filter(pk=order_id).first()


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
