"""Orders as a sheet: read a stretch at a time, as plain values, so that memory stays flat however many there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy

from platform_core.kernel.contacts import contact_opener
from platform_core.tenancy.reference import TenantRef
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order, OrderLine
from tenants.payments.enums import PaymentMethod, PaymentState
from tenants.payments.models import Payment
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, Column, Row, Sheet

STRETCH = 1_000  # orders that are read at once
COLUMNS = (
    Column("number", gettext_lazy("订单号")),
    Column("status", gettext_lazy("状态")),
    Column("created_at", gettext_lazy("下单时间"), MOMENT),
    Column("paid_at", gettext_lazy("付款时间"), MOMENT),
    Column("items", gettext_lazy("商品")),
    Column("quantity", gettext_lazy("数量"), NUMBER),
    Column("amount", gettext_lazy("金额"), MONEY),
    Column("refunded", gettext_lazy("已退款"), MONEY),
    Column("currency", gettext_lazy("币种")),
    Column("method", gettext_lazy("支付方式")),
    Column("payment", gettext_lazy("支付单号")),
    Column("contact", gettext_lazy("联系方式")),
    Column("language", gettext_lazy("语言")),
)
READ = (
    "id", "number", "status", "created_at", "paid_at", "amount", "refunded", "currency", "language", "contact_masked",
)  # fmt: skip


def order_sheet(orders: QuerySet[Order], *, tenant: TenantRef, name: str, whole: bool) -> Sheet:
    """One row for each order, the newest first; read as the file is written, which is done in the shop.

    Args:
        name: of the file.
        whole: contacts as they were given, not masked.
    """
    rows = _rows(orders.order_by("-created_at", "-id"), tenant, whole)
    return Sheet(name, gettext("订单"), "", COLUMNS, rows)


def _rows(orders: QuerySet[Order], tenant: TenantRef, whole: bool) -> Iterator[Row]:
    opened = contact_opener(tenant.id) if whole else None
    statuses = {status.value: str(status.label) for status in OrderStatus}
    methods = {"": "", **{method.value: str(method.label) for method in PaymentMethod}}
    fields = (*READ, "contact_sealed") if whole else READ
    after: tuple[dt.datetime, uuid.UUID] | None = None
    while True:
        stretch = list(_after(orders, after).values_list(*fields)[:STRETCH])
        ids = [order[0] for order in stretch]
        items, paid = _items(ids), _paid(ids)
        for (
            order_id,
            number,
            status,
            created,
            paid_at,
            amount,
            refunded,
            currency,
            language,
            masked,
            *sealed,
        ) in stretch:
            named, quantity = items.get(order_id, ("", 0))
            method, payment = paid.get(order_id, ("", ""))
            contact = opened(bytes(sealed[0])) if opened and sealed[0] else masked
            yield Row(
                currency,
                (
                    number, statuses[status], created, paid_at, named, quantity, amount, refunded, currency,
                    methods[method], payment, contact, language,
                ),
            )  # fmt: skip
        if len(stretch) < STRETCH:
            return
        after = (stretch[-1][3], stretch[-1][0])


def _after(orders: QuerySet[Order], after: tuple[dt.datetime, uuid.UUID] | None) -> QuerySet[Order]:
    if after is None:
        return orders
    moment, order_id = after
    return orders.filter(created_at__lte=moment).filter(Q(created_at__lt=moment) | Q(id__lt=order_id))


def _items(ids: list[uuid.UUID]) -> dict[uuid.UUID, tuple[str, int]]:
    """What was bought in each order, in words, and how many pieces."""
    lines = OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "id")
    found: dict[uuid.UUID, tuple[str, int]] = {}
    for order_id, product, sku, quantity in lines.values_list("order_id", "product_name", "sku_name", "quantity"):
        words, before = f"{product} {sku} x{quantity}", found.get(order_id)
        found[order_id] = (f"{before[0]}; {words}", before[1] + quantity) if before else (words, quantity)
    return found


def _paid(ids: list[uuid.UUID]) -> dict[uuid.UUID | None, tuple[str, str]]:
    """By which method each order was paid, and the number of the payment."""
    payments = Payment.objects.filter(order_id__in=ids, state=PaymentState.SUCCEEDED).order_by("order_id", "paid_at")
    found = payments.values_list("order_id", "method", "number")
    return {order_id: (method, number) for order_id, method, number in found}
