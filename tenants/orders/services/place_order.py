from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from platform_core.events.catalogue import OrderPlaced
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.clock import local_date
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.catalog.facts import skus_for_sale
from tenants.catalog.models import Sku
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.orders.contacts import is_trivial, keep_contact
from tenants.orders.enums import OrderStatus
from tenants.orders.errors import NotForSale, QuantityRefused, QueryPasswordRefused, TooManyOpenOrders
from tenants.orders.models import Order, OrderLine

PAY_WITHIN = dt.timedelta(minutes=15)
OPEN_ORDERS_PER_CONTACT = 3
LARGEST_ORDER = 100


class PlacedOrder(NamedTuple):
    """The order, and the token that opens it; only its hash is stored."""

    order: Order
    token: str


def _order_number(now: dt.datetime) -> str:
    """Date and time first (people sort and read these out), then six random digits; it opens nothing."""
    day = local_date(now, current_tenant().time_zone)
    return f"{day:%Y%m%d}{now:%H%M%S}{secrets.randbelow(10**6):06d}"


def _sku_for(sku_id: uuid.UUID, quantity: int) -> Sku:
    sku, for_sale = skus_for_sale([sku_id]).get(sku_id, (None, False))
    if sku is None or not for_sale:
        raise NotForSale
    most = min(sku.max_quantity or LARGEST_ORDER, LARGEST_ORDER)
    if not sku.min_quantity <= quantity <= most:
        raise QuantityRefused(minimum=sku.min_quantity, maximum=most)
    return sku


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
    sku = _sku_for(sku_id, quantity)
    kept = keep_contact(contact, contact_type)
    if query_password and (len(query_password) < 6 or is_trivial(query_password)):
        raise QueryPasswordRefused
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        open_orders = Order.objects.filter(
            contact_hash=kept.hash, status=OrderStatus.PENDING_PAYMENT, pay_by__gt=now
        ).count()
        if open_orders >= OPEN_ORDERS_PER_CONTACT:
            raise TooManyOpenOrders(maximum=OPEN_ORDERS_PER_CONTACT)
        reservation = reserve_codes(sku=sku, quantity=quantity, hold_for=PAY_WITHIN, now=now)
        order = Order.objects.create(
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
        OrderLine.objects.create(
            order=order,
            product_id=sku.product_id,
            sku_id=sku.id,
            product_name=sku.product.name,
            sku_name=sku.name,
            face_value=sku.face_value,
            quantity=quantity,
            unit_price=sku.price,
            reservation_id=reservation.id,
        )
        outside = public_id("ord", order.id)
        publish_event(
            OrderPlaced(id=outside, number=order.number, amount=order.amount, currency=order.currency),
            object_id=outside,
            now=now,
        )
    return PlacedOrder(order, token)
