"""Orders as a sheet: a stretch at a time, all that is said of an order in one row of one statement, so that memory stays flat and
no object is made for each order, however many there are."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext, gettext_lazy

from platform_core.kernel.contacts import contact_opener
from platform_core.tenancy.reference import TenantRef
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order, OrderLine
from tenants.payments.enums import PaymentMethod, PaymentState
from tenants.payments.models import Payment
from tenants.reporting.reports.reading import by_clock, moment_by_utc
from tenants.reporting.reports.sheet import MOMENT, MONEY, NUMBER, Column, Row, Sheet

STRETCH = 4_000  # orders that are read at once
COLUMNS = (
    Column("number", gettext_lazy("订单号")),
    Column("status", gettext_lazy("状态")),
    Column("created_at", gettext_lazy("下单时间"), MOMENT),
    Column("paid_at", gettext_lazy("付款时间"), MOMENT),
    Column("items", gettext_lazy("商品")),
    Column("quantity", gettext_lazy("数量"), NUMBER),
    Column("discount", gettext_lazy("优惠"), MONEY),
    Column("coupon", gettext_lazy("优惠码")),
    Column("amount", gettext_lazy("金额"), MONEY),
    Column("refunded", gettext_lazy("已退款"), MONEY),
    Column("currency", gettext_lazy("币种")),
    Column("method", gettext_lazy("支付方式")),
    Column("payment", gettext_lazy("支付单号")),
    Column("contact", gettext_lazy("联系方式")),
    Column("language", gettext_lazy("语言")),
)
READ = (
    "id", "utc", "number", "status", "ordered", "paid", "bought", "discount", "coupon_code", "amount", "refunded", "currency",
    "payment", "contact_masked", "language",
)  # fmt: skip


def order_sheet(orders: QuerySet[Order], *, tenant: TenantRef, name: str, whole: bool) -> Sheet:
    """One row for each order, the newest first; read as the file is written, which is done in the shop.

    Args:
        name: of the file.
        whole: contacts as they were given, not masked.
    """
    rows = _rows(_read(orders.order_by("-created_at", "-id"), tenant.time_zone), tenant, whole)
    return Sheet(name, gettext("订单"), "", COLUMNS, rows)


def _read(orders: QuerySet[Order], zone: str) -> QuerySet[Order]:
    """With moments by the shop's clock; with what was bought (pieces, a blank, words) and how it was paid (method, a blank, number),
    each looked up once."""
    line = Concat(
        "product_name", Value(" "), "sku_name", Value(" x"), Cast("quantity", TextField()), output_field=TextField()
    )
    pieces = Cast(Sum("quantity"), TextField())
    lines = OrderLine.objects.filter(order_id=OuterRef("pk")).order_by().values("order_id")
    bought = lines.annotate(
        all=Concat(pieces, Value(" "), StringAgg(line, "; ", order_by="id"), output_field=TextField())
    )
    paid = Payment.objects.filter(order_id=OuterRef("pk"), state=PaymentState.SUCCEEDED).order_by("-paid_at")
    payment = paid.annotate(both=Concat("method", Value(" "), "number", output_field=CharField()))
    return orders.annotate(
        utc=by_clock("created_at", "UTC"),
        ordered=by_clock("created_at", zone),
        paid=by_clock("paid_at", zone),
        bought=Subquery(bought.values("all")),
        payment=Subquery(payment.values("both")[:1]),
    )


def _rows(orders: QuerySet[Order], tenant: TenantRef, whole: bool) -> Iterator[Row]:
    opened = contact_opener(tenant.id) if whole else None
    statuses = {status.value: str(status.label) for status in OrderStatus}
    methods = {"": "", **{method.value: str(method.label) for method in PaymentMethod}}
    fields = (*READ, "contact_sealed") if whole else READ
    after: tuple[dt.datetime, uuid.UUID] | None = None
    while True:
        stretch = list(_after(orders, after).values_list(*fields)[:STRETCH])
        for (
            _id, _utc, number, status, ordered, paid, bought, discount, coupon, amount, refunded, currency, payment, masked, language,
            *sealed,
        ) in stretch:  # fmt: skip
            pieces, _blank, words = (bought or "0 ").partition(" ")
            method, _blank, paid_as = (payment or " ").partition(" ")
            contact = opened(bytes(sealed[0])) if opened and sealed[0] else masked
            yield Row(
                currency,
                (
                    number, statuses[status], ordered, paid, words, int(pieces), discount, coupon, amount, refunded, currency,
                    methods[method], paid_as, contact, language,
                ),
            )  # fmt: skip
        if len(stretch) < STRETCH:
            return
        after = (moment_by_utc(stretch[-1][1]), stretch[-1][0])


def _after(orders: QuerySet[Order], after: tuple[dt.datetime, uuid.UUID] | None) -> QuerySet[Order]:
    if after is None:
        return orders
    moment, order_id = after
    return orders.filter(created_at__lte=moment).filter(Q(created_at__lt=moment) | Q(id__lt=order_id))
