from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from platform_core.events.catalogue import OrderPlaced
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import local_date
from platform_core.kernel.contacts import Contact
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.catalog.facts import offer_of
from tenants.catalog.models import Sku
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.orders.contacts import is_trivial, keep_contact
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import NotForSale, QuantityRefused, QueryPasswordRefused, TooManyOpenOrders
from tenants.orders.models import Order

PAY_WITHIN = dt.timedelta(minutes=15)
OPEN_ORDERS_PER_CONTACT = 3
LARGEST_ORDER = 100

OPEN_ORDERS = """
SELECT count(*) FROM orders_order WHERE contact_hash = %s AND status = 'pending_payment' AND pay_by > %s
"""
INSERT_ORDER = """
WITH placed AS (
    INSERT INTO orders_order (id, number, token_hash, status, amount, currency, contact_sealed, contact_hash,
                              contact_masked, query_password, language, pay_by, created_at)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
)
INSERT INTO orders_orderline (id, order_id, product_id, sku_id, product_name, sku_name, face_value, quantity, unit_price,
                              reservation_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class PlacedOrder(NamedTuple):
    """The order, and the token that opens it; only its hash is stored."""

    order: Order
    token: str


def _order_number(now: dt.datetime) -> str:
    """Date and time first (people sort and read these out), then six random digits; it opens nothing."""
    day = local_date(now, current_tenant().time_zone)
    return f"{day:%Y%m%d}{now:%H%M%S}{secrets.randbelow(10**6):06d}"


def _offer(sku_id: uuid.UUID, quantity: int) -> tuple[Sku, str]:
    offer = offer_of(sku_id)
    if offer is None:
        raise NotForSale
    sku, product_name = offer
    most = min(sku.max_quantity or LARGEST_ORDER, LARGEST_ORDER)
    if not sku.min_quantity <= quantity <= most:
        raise QuantityRefused(minimum=sku.min_quantity, maximum=most)
    return sku, product_name


def _check_open_orders(contact: Contact, now: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ORDERS, [contact.hash, now])
        if cursor.fetchone()[0] >= OPEN_ORDERS_PER_CONTACT:
            raise TooManyOpenOrders(maximum=OPEN_ORDERS_PER_CONTACT)


def _insert(order: Order, sku: Sku, product_name: str, quantity: int, reservation_id: uuid.UUID) -> None:
    """The order and its line, in one statement."""
    head: list[Any] = [
        order.id,
        order.number,
        order.token_hash,
        OrderStatus.PENDING_PAYMENT.value,
        order.amount,
        order.currency,
    ]
    buyer: list[Any] = [
        order.contact_sealed,
        order.contact_hash,
        order.contact_masked,
        order.query_password,
        order.language,
    ]
    line: list[Any] = [
        new_id(),
        order.id,
        sku.product_id,
        sku.id,
        product_name,
        sku.name,
        sku.face_value,
        quantity,
        sku.price,
    ]
    with connection.cursor() as cursor:
        cursor.execute(INSERT_ORDER, [*head, *buyer, order.pay_by, order.created_at, *line, reservation_id])


def place_order(
    *,
    sku_id: uuid.UUID,
    quantity: int,
    contact: str,
    contact_type: str,
    query_password: str,
    language: str,
    now: dt.datetime,
) -> PlacedOrder:
    """Hold the codes for a buyer and note what they owe, in one transaction.

    Raises:
        StoreSuspended, NotForSale, QuantityRefused, ContactRefused, QueryPasswordRefused, TooManyOpenOrders,
        CodeStockExhausted: nothing is held.
    """
    if not current_tenant().sells:
        raise StoreSuspended
    sku, product_name = _offer(sku_id, quantity)
    kept = keep_contact(contact, contact_type)
    if query_password and (len(query_password) < 6 or is_trivial(query_password)):
        raise QueryPasswordRefused
    token = secrets.token_urlsafe(32)
    order = Order(
        number=_order_number(now),
        token_hash=hashlib.sha256(token.encode()).digest(),
        amount=sku.price * quantity,
        currency=sku.currency,
        contact_sealed=kept.sealed,
        contact_hash=kept.hash,
        contact_masked=kept.masked,
        query_password=make_password(query_password) if query_password else "",
        language=language,
        pay_by=now + PAY_WITHIN,
        created_at=now,
    )
    with transaction.atomic():
        _check_open_orders(kept, now)
        reservation = reserve_codes(sku=sku, quantity=quantity, hold_for=PAY_WITHIN, now=now)
        _insert(order, sku, product_name, quantity, reservation.id)
        outside = public_id("ord", order.id)
        publish_event(
            OrderPlaced(id=outside, number=order.number, amount=order.amount, currency=order.currency),
            object_id=outside,
            now=now,
        )
    return PlacedOrder(order, token)
