from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import Case, Count, F, QuerySet, Sum, When

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.enums import Fulfilment
from tenants.inventory.selectors import list_codes_of_lines
from tenants.issuance.codes import WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.models import IssuanceLine
from tenants.issuance.selectors import list_facts_of
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import CaseStatus, OrderStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.links import hash_token
from tenants.orders.models import (
    AbnormalCase,
    CaseNote,
    Order,
    OrderLine,
    OrderNote,
    ReplacedCode,
)
from tenants.orders.safety import Recent

MOST_CODES = 10_000
STATUS_COUNTS = """
SELECT s.status, (SELECT count(*) FROM (SELECT 1 FROM orders_order o WHERE o.status = s.status LIMIT %s) counted)
FROM unnest(%s::varchar[]) AS s (status)
"""
RECENT = """
SELECT coalesce(sum(w.cards), 0)::bigint, coalesce(sum(w.value), 0)::bigint, EXISTS (
    SELECT 1 FROM orders_order b WHERE b.contact_hash = o.contact_hash AND b.paid_at <= %s
) FROM orders_order o LEFT JOIN LATERAL (
    SELECT b.amount + b.discount AS value, (SELECT sum(l.quantity) FROM orders_orderline l WHERE l.order_id = b.id) AS cards
    FROM orders_order b WHERE b.contact_hash = o.contact_hash AND b.id <> o.id AND b.paid_at > %s AND b.currency = o.currency
) w ON true WHERE o.id = %s GROUP BY o.id
"""
_DUMMY: list[str] = []


def get_order_by_token(token: str) -> Order:
    """The order that a link opens.

    Raises:
        OrderNotFound
    """
    order = list_orders().filter(token_hash=hash_token(token)).first()
    if order is None:
        raise OrderNotFound
    return order


def get_order(order_id: uuid.UUID) -> Order:
    """An order by its id, for whoever already proved that they may see it.

    Raises:
        OrderNotFound
    """
    order = list_orders().filter(pk=order_id).first()
    if order is None:
        raise OrderNotFound
    return order


@cache
def _opened_statement() -> tuple[str, list[str]]:
    fields = list(Order._meta.concrete_fields)
    columns = ", ".join(f'o."{field.column}"' for field in fields)
    statement = f"""
        SELECT ARRAY(SELECT l.id FROM issuance_issuanceline l WHERE l.issuance_id = o.issuance_id ORDER BY l.index)
                   || ARRAY(SELECT r.line_id FROM orders_replacedcode r WHERE r.order_id = o.id ORDER BY r.id),
               ARRAY(SELECT r.code_id FROM orders_replacedcode r WHERE r.order_id = o.id ORDER BY r.id),
               (SELECT coalesce(sum(l.quantity), 0) FROM issuance_issuanceline l WHERE l.issuance_id = o.issuance_id),
               {columns}
        FROM orders_order o WHERE o.number = %s AND (o.id = ANY(%s) OR o.buyer_id = %s)
    """  # noqa: S608 - names of our own columns
    return statement, [field.attname for field in fields]


class OpenedOrder(NamedTuple):
    """An order with what shows its codes: its issue lines, those of replacements last; which codes were replaced; how many
    codes there are, replacements included.
    """

    order: Order
    line_ids: list[uuid.UUID]
    replaced: list[uuid.UUID]
    total: int


def find_opened_order(
    number: str, opened: Sequence[uuid.UUID], buyer_id: uuid.UUID | None = None
) -> OpenedOrder | None:
    """The order of this number, if it is among those that the asker may open, or their account's.

    Knowing the number alone opens nothing. One query.
    """
    if not opened and buyer_id is None:
        return None
    statement, names = _opened_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [number, list(opened), buyer_id])
        row = cursor.fetchone()
    if row is None:
        return None
    line_ids, replaced, sold, *values = row
    return OpenedOrder(Order.from_db("default", names, values), line_ids, replaced, sold + len(replaced))


def list_orders() -> QuerySet[Order]:
    """Orders with their lines, newest first."""
    return Order.objects.prefetch_related("lines").order_by("-created_at")


def list_orders_of(buyer_id: uuid.UUID) -> QuerySet[Order]:
    """Orders of an account with their lines, newest first."""
    return list_orders().filter(buyer_id=buyer_id)


def list_open_cases_of(order_id: uuid.UUID) -> QuerySet[AbnormalCase]:
    """What people are still to do about an order, the oldest first."""
    return AbnormalCase.objects.filter(order_id=order_id).exclude(status=CaseStatus.CLOSED).order_by("opened_at")


def find_order_for(*, number: str, contact: str, password: str) -> Order:
    """Look an order up without an account.

    Always does the same work (one query, one password check), so that neither answer nor time tells a wrong contact from an
    order that does not exist. Where the buyer set a query password, the contact alone opens nothing.

    Raises:
        OrderNotFound: in every case but the right one.
    """
    if not _DUMMY:
        _DUMMY.append(make_password("nobody"))
    order = list_orders().filter(number=number.strip()[:32], contact_hash=contact_hash(contact)).first()
    protected = order is not None and bool(order.query_password)
    stored = order.query_password if order is not None and protected else _DUMMY[0]
    matches = check_password(password, stored)
    if order is None or (protected and not matches):
        raise OrderNotFound
    return order


def list_issue_lines(order: Order) -> list[uuid.UUID]:
    """The issue lines of an order, those of codes that were replaced last."""
    if order.issuance_id is None:
        return []
    first = IssuanceLine.objects.filter(issuance_id=order.issuance_id).order_by("index").values_list("id", flat=True)
    later = ReplacedCode.objects.filter(order=order).order_by("id").values_list("line_id", flat=True)
    return [*first, *later]


def list_codes_of(order: Order) -> list[Code]:
    """All codes that an order's buyer ever got, with what became of them, as the buyer sees them."""
    lines = list_issue_lines(order)
    return list_facts_of(list_codes_of_lines(lines, 0, MOST_CODES)) if lines else []


def list_voidable_codes(order: Order) -> list[Code]:
    """Codes of an order that nobody redeemed yet and that are its buyer's alone: what is void when all of its money goes back."""
    ends = {*WITH_BUYER, CodeStatus.SUSPENDED} - {CodeStatus.PARTIALLY_REDEEMED}
    return [code for code in list_codes_of(order) if code.path_status in ends and code.stored.place != "shared"]


def list_order_notes(order_id: uuid.UUID) -> QuerySet[OrderNote]:
    """What staff said about an order and did to it, oldest first."""
    return OrderNote.objects.filter(order_id=order_id).order_by("id")


def get_status_counts(most: int) -> dict[str, int]:
    """How many orders have each status; no more than ``most`` of each are counted. One query."""
    with connection.cursor() as cursor:
        cursor.execute(STATUS_COUNTS, [most, list(OrderStatus.values)])
        return dict(cursor.fetchall())


def list_cases() -> QuerySet[AbnormalCase]:
    """Cases with their orders: open ones by what is due first, then closed ones, newest first."""
    closed = Case(When(status=CaseStatus.CLOSED, then=1), default=0)
    newest = Case(When(status=CaseStatus.CLOSED, then=F("closed_at")))
    return AbnormalCase.objects.select_related("order").order_by(closed, newest.desc(), "due_at", "id")


def get_case(case_id: uuid.UUID) -> AbnormalCase:
    """A case with its order.

    Raises:
        RecordNotFound
    """
    found = AbnormalCase.objects.select_related("order").filter(pk=case_id).first()
    if found is None:
        raise RecordNotFound(id=str(case_id))
    return found


def list_cases_about(order: Order | None, case_id: uuid.UUID | None) -> QuerySet[AbnormalCase]:
    """All cases about an order; without an order, the one case."""
    about = AbnormalCase.objects.filter(order=order) if order else AbnormalCase.objects.filter(pk__in=[case_id])
    return about.order_by("id")


def list_case_notes(case_ids: Collection[uuid.UUID]) -> QuerySet[CaseNote]:
    """What was done or said about cases, oldest first."""
    return CaseNote.objects.filter(case_id__in=case_ids).order_by("id")


def find_order_numbered(number: str) -> Order | None:
    """The order with a number, for people of the shop, or None."""
    return list_orders().filter(number=number.strip().upper()[:32]).first()


class Bought(NamedTuple):
    """Whose an issue line is: its issuance, and the order where there is one."""

    issuance_id: uuid.UUID
    order: Order | None


def list_bought(line_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Bought]:
    """Whose issue lines are, in three queries whatever their number; those of replacements belong to the order of the bad code."""
    issuances = dict(IssuanceLine.objects.filter(pk__in=line_ids).values_list("id", "issuance_id"))
    orders = {order.issuance_id: order for order in Order.objects.filter(issuance_id__in=set(issuances.values()))}
    others = [line for line, issuance in issuances.items() if issuance not in orders]
    replaced = ReplacedCode.objects.filter(line_id__in=others).select_related("order") if others else []
    by_line = {row.line_id: row.order for row in replaced}
    found = {}
    for line_id, issuance_id in issuances.items():
        order = orders.get(issuance_id) or by_line.get(line_id)
        found[line_id] = Bought(order.issuance_id if order and order.issuance_id else issuance_id, order)
    return found


class ReplacedCount(NamedTuple):
    """How many codes of a SKU were bad and replaced, of one supplier; None: codes of the shop's own making."""

    supplier_id: uuid.UUID | None
    sku_id: uuid.UUID
    replaced: int


def list_replaced_counts() -> list[ReplacedCount]:
    """Replaced codes by supplier and SKU, the most first."""
    rows = ReplacedCode.objects.order_by().values_list("supplier_id", "sku_id").annotate(count=Count("id"))
    return [ReplacedCount(*row) for row in rows.order_by("-count", "supplier_id", "sku_id")]


def list_to_hand_over() -> QuerySet[OrderLine]:
    """Lines of paid orders that a person has yet to deliver, who waited longest first."""
    waiting = OrderLine.objects.filter(fulfilment=Fulfilment.MANUAL, handed_over_at__isnull=True)
    paid = waiting.filter(order__status__in=[OrderStatus.PAID, OrderStatus.PROCESSING])
    return paid.select_related("order").order_by("order__paid_at", "id")


def find_recent_purchases(order_id: uuid.UUID, since: dt.datetime) -> Recent:
    """What else the contact of an order paid for since a moment, and whether it paid for anything before."""
    with connection.cursor() as cursor:
        cursor.execute(RECENT, [since, since, order_id])
        return Recent(*cursor.fetchone())


class Bestseller(NamedTuple):
    """A product and how many pieces of it were paid for."""

    product_id: uuid.UUID
    pieces: int


def list_bestsellers(*, since: dt.datetime, most: int) -> list[Bestseller]:
    """What was bought most in orders that were placed since and paid for, best first. Asked for by a person, now and then."""
    lines = OrderLine.objects.filter(order__created_at__gte=since, order__paid_at__isnull=False)
    totals = lines.values("product_id").annotate(pieces=Sum("quantity")).order_by("-pieces", "product_id")
    return [Bestseller(row["product_id"], row["pieces"]) for row in totals[:most]]
