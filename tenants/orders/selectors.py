from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection
from django.db.models import QuerySet

from tenants.orders.contacts import contact_hash
from tenants.orders.enums import CaseStatus
from tenants.orders.errors import OrderNotFound
from tenants.orders.models import AbnormalCase, Order

_DUMMY: list[str] = []


def get_order_by_token(token: str) -> Order:
    """The order that a link opens.

    Raises:
        OrderNotFound
    """
    digest = hashlib.sha256(token.encode()).digest()
    order = list_orders().filter(token_hash=digest).first()
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
        SELECT ARRAY(SELECT l.id FROM issuance_issuanceline l WHERE l.issuance_id = o.issuance_id ORDER BY l.index),
               {columns}
        FROM orders_order o WHERE o.number = %s AND o.id = ANY(%s)
    """  # noqa: S608 - names of our own columns
    return statement, [field.attname for field in fields]


def find_opened_order(number: str, opened: Sequence[uuid.UUID]) -> tuple[Order, list[uuid.UUID]] | None:
    """The order of this number, if it is among those that the asker may open, and its issue lines.

    Knowing the number alone opens nothing. One query.
    """
    if not opened:
        return None
    statement, names = _opened_statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [number, list(opened)])
        row = cursor.fetchone()
    return (Order.from_db("default", names, row[1:]), row[0]) if row else None


def list_orders() -> QuerySet[Order]:
    """Orders with their lines, newest first."""
    return Order.objects.prefetch_related("lines").order_by("-created_at")


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
