from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from platform_core.compliance.services.check_selling_right import check_selling_right
from platform_core.events.catalogue import OrderPlaced
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.contacts import Contact, hash_contact, is_trivial
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.errors import StoreSuspended
from tenants.catalog.card_facts import SaleLine
from tenants.catalog.enums import ContactType, Fulfilment, PurchaseMode
from tenants.catalog.errors import InputInvalid, StoreClosed
from tenants.catalog.facts import Offer, may_buy, offers_of
from tenants.catalog.inputs import check_inputs
from tenants.catalog.models import ShopFront
from tenants.catalog.selectors import get_shop_front
from tenants.catalog.tiers import unit_price
from tenants.customers.contacts import person_hash
from tenants.customers.locks import share_person
from tenants.inventory.services.reserve_codes import reserve_codes
from tenants.issuance.monthly import check_codes_left
from tenants.marketing.selectors import Person
from tenants.marketing.services.take_use import take_use
from tenants.orders.contacts import keep_contact
from tenants.orders.couponing import items_of
from tenants.orders.errors import (
    CurrenciesMixed,
    NotForSale,
    OrderRefused,
    QuantityRefused,
    QueryPasswordRefused,
    TooManyLines,
    TooManyOpenOrders,
)
from tenants.orders.holding import held_back
from tenants.orders.inputs import seal_inputs
from tenants.orders.links import hash_token, order_token
from tenants.orders.models import Order, OrderLine
from tenants.orders.purchasers import Identity
from tenants.orders.services.check_purchase import Consent, check_purchase

PAY_WITHIN = dt.timedelta(minutes=15)
OPEN_ORDERS_PER_CONTACT, OPEN_ORDERS_PER_ADDRESS = 3, 20  # many buyers on phones share an address
LARGEST_LINE, MOST_LINES = 100, 20

OPEN_ORDERS = """
SELECT count(*) FILTER (WHERE contact_hash = %s), count(*) FILTER (WHERE address_hash = %s),
       EXISTS (SELECT 1 FROM customers_block WHERE lifted_at IS NULL AND contact_hash = %s)
       OR EXISTS (SELECT 1 FROM customers_block WHERE lifted_at IS NULL AND buyer_id = %s)
FROM orders_order WHERE status = 'pending_payment' AND pay_by > %s AND (contact_hash = %s OR address_hash = %s)
"""


class Wanted(NamedTuple):
    """A line of a cart: a SKU, how many, and what its buyer answered to what it asks for."""

    sku_id: uuid.UUID
    quantity: int
    inputs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys: how to reach and to know them again. ``address``: of their connection, counted and not kept.

    ``coupon``: the code that they typed, if any. ``adult``: they ticked that they are of age. ``identity``: name and number, where they
    were asked for; ``method``: how they will pay, as rules name it, where it is known already.
    """

    contact: str
    contact_type: str
    language: str
    query_password: str = ""
    buyer_id: uuid.UUID | None = None
    address: str = ""
    terms_digest: str = ""
    coupon: str = ""
    adult: bool = False
    identity: Identity | None = None
    method: str = ""


class PlacedOrder(NamedTuple):
    """The order, and the token that opens it; only its hash is stored."""

    order: Order
    token: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that may be sold. ``discount``: its share of what a coupon takes off."""

    offer: Offer
    quantity: int
    inputs: dict[str, str]
    discount: int = 0
    id: uuid.UUID = field(default_factory=new_id)


def place_order(
    *, wanted: Sequence[Wanted], buyer: Buyer, now: dt.datetime, front: ShopFront | None = None
) -> PlacedOrder:
    """Note what a buyer owes and hold the codes for it, in one transaction.

    Codes of products that are paid first, or that somebody tries to empty by orders that are never paid, are not held: they
    are taken when the payment is there.

    Args:
        front: how the shop presents itself, where the caller has just read it.

    Raises:
        MerchantNotQualified, StoreSuspended, SubscriptionInactive, LimitReached, StoreClosed, NotForSale, QuantityRefused,
        InputInvalid, ContactRefused, QueryPasswordRefused, TooManyOpenOrders, TooManyLines, CurrenciesMixed, CodeStockExhausted,
        OrderRefused, CouponRefused, IdentityRefused, RuleRefused, ScreeningUnavailable: nothing is held, and no use of a coupon taken.
    """
    if not current_tenant().sells:
        raise StoreSuspended
    check_codes_left(most=check_selling_right().codes, wanted=sum(line.quantity for line in wanted), now=now)
    front = front or get_shop_front()
    if front.is_closed(now):
        raise StoreClosed
    lines = _checked(wanted)
    if front.contact_type != ContactType.ANY:  # the shop wants to be able to reach its buyers so, and not otherwise
        buyer = replace(buyer, contact_type=front.contact_type)
    kept = keep_contact(buyer.contact, buyer.contact_type)
    if buyer.query_password and (len(buyer.query_password) < 6 or is_trivial(buyer.query_password)):
        raise QueryPasswordRefused
    order, token = _order(lines, buyer, kept, now)
    _check_rules(order, lines, buyer, now)
    unheld = held_back({line.offer.sku.product_id for line in lines})
    with transaction.atomic():
        known_as = person_hash(buyer.contact)
        share_person(known_as, buyer.buyer_id)  # who is being blocked in this moment orders before that, or not at all
        _check_person(order, known_as, now)
        holds = {
            line.id: reserve_codes(sku=line.offer.sku, quantity=line.quantity, hold_for=PAY_WITHIN, now=now).id
            for line in sorted(lines, key=lambda line: line.offer.sku.id)  # two orders cannot deadlock
            if _is_held(line, unheld)
        }
        if buyer.coupon:
            lines = _with_coupon(
                order, lines, buyer, known_as, now
            )  # last: the fewer orders wait for the coupon, the better
        order.save(force_insert=True)
        OrderLine.objects.bulk_create(_row(order, line, holds.get(line.id)) for line in lines)
        outside = public_id("ord", order.id)
        placed = OrderPlaced(id=outside, number=order.number, amount=order.amount, currency=order.currency)
        publish_event(placed, object_id=outside, now=now)
    return PlacedOrder(order, token)


def _check_rules(order: Order, lines: Sequence[_Line], buyer: Buyer, now: dt.datetime) -> None:
    sold = [SaleLine(line.offer.sku, line.quantity, unit_price(line.offer.sku, line.quantity)) for line in lines]
    said = Consent(bool(buyer.terms_digest), buyer.adult, buyer.identity, buyer.method)
    check_purchase(order=order, lines=sold, consent=said, now=now)


def _with_coupon(order: Order, lines: Sequence[_Line], buyer: Buyer, known_as: bytes, now: dt.datetime) -> list[_Line]:
    """Take a use of the buyer's coupon, and what it takes off from the order and its lines."""
    taken = take_use(
        text=buyer.coupon,
        items=items_of([(line.offer, line.quantity) for line in lines]),
        currency=order.currency,
        order_id=order.id,
        order_number=order.number,
        person=Person(known_as, buyer.buyer_id),
        now=now,
    )
    order.amount, order.discount, order.coupon_code = order.amount - taken.amount, taken.amount, taken.code.text
    return [replace(line, discount=share) for line, share in zip(lines, taken.shares, strict=True)]


def _is_held(line: _Line, unheld: set[uuid.UUID]) -> bool:
    offer = line.offer
    automatic = offer.fulfilment == Fulfilment.AUTOMATIC
    return automatic and offer.purchase_mode == PurchaseMode.RESERVE_FIRST and offer.sku.product_id not in unheld


def _checked(wanted: Sequence[Wanted]) -> list[_Line]:
    """Lines that may be sold together; the first that may not says why, with its place."""
    if not 1 <= len(wanted) <= MOST_LINES:
        raise TooManyLines(maximum=MOST_LINES)
    offers = offers_of([line.sku_id for line in wanted])
    lines = []
    for index, line in enumerate(wanted):
        offer = offers.get(line.sku_id)
        if offer is None:
            raise NotForSale(line=index)
        if not may_buy(offer.sku, line.quantity, LARGEST_LINE):
            most = min(offer.sku.max_quantity or LARGEST_LINE, LARGEST_LINE)
            raise QuantityRefused(
                minimum=offer.sku.min_quantity, maximum=most, multiple=offer.sku.quantity_multiple, line=index
            )
        try:
            lines.append(_Line(offer, line.quantity, check_inputs(offer.sku.input_schema, line.inputs)))
        except InputInvalid as error:
            raise InputInvalid(**error.data, line=index) from error
    if len({line.offer.sku.currency for line in lines}) > 1:
        raise CurrenciesMixed
    return lines


def _order(lines: Sequence[_Line], buyer: Buyer, kept: Contact, now: dt.datetime) -> tuple[Order, str]:
    tenant, order_id = current_tenant(), new_id()
    token = order_token(order_id)
    order = Order(
        id=order_id,
        number=_order_number(now),
        token_hash=hash_token(token),
        amount=sum(unit_price(line.offer.sku, line.quantity) * line.quantity for line in lines),
        currency=lines[0].offer.sku.currency,
        buyer_id=buyer.buyer_id,
        contact_type=buyer.contact_type,
        contact_sealed=kept.sealed,
        contact_hash=kept.hash,
        contact_masked=kept.masked,
        query_password=make_password(buyer.query_password) if buyer.query_password else "",
        address_hash=hash_contact(tenant.id, buyer.address) if buyer.address else None,
        terms_accepted_at=now if buyer.terms_digest else None,
        terms_digest=buyer.terms_digest,
        language=buyer.language,
        pay_by=now + PAY_WITHIN,
        created_at=now,
    )
    return order, token


def _order_number(now: dt.datetime) -> str:
    """Date and time of the shop first (people sort and read these out), then six random digits; it opens nothing."""
    local = now.astimezone(ZoneInfo(current_tenant().time_zone))
    return f"{local:%Y%m%d%H%M%S}{secrets.randbelow(10**6):06d}"


def _check_person(order: Order, known_as: bytes, now: dt.datetime) -> None:
    mine: list[Any] = [order.contact_hash, order.address_hash]
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ORDERS, [*mine, known_as, order.buyer_id, now, *mine])
        of_contact, of_address, blocked = cursor.fetchone()
    if blocked:
        raise OrderRefused
    if of_contact >= OPEN_ORDERS_PER_CONTACT or of_address >= OPEN_ORDERS_PER_ADDRESS:
        raise TooManyOpenOrders(maximum=OPEN_ORDERS_PER_CONTACT)


def _row(order: Order, line: _Line, reservation_id: uuid.UUID | None) -> OrderLine:
    sku = line.offer.sku
    return OrderLine(
        id=line.id,
        order=order,
        product_id=sku.product_id,
        sku_id=sku.id,
        product_name=line.offer.product_name,
        sku_name=sku.name,
        face_value=sku.face_value,
        quantity=line.quantity,
        unit_price=unit_price(sku, line.quantity),
        discount=line.discount,
        reservation_id=reservation_id,
        fulfilment=line.offer.fulfilment,
        inputs=seal_inputs(line.id, line.inputs),
    )
