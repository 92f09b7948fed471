from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from platform_core.kernel.ids import read_uuid
from platform_core.kernel.money import exponent, format_money
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Sku
from tenants.console.tables import KEY, NUMBER, WHO, MomentColumn
from tenants.console.wording import DAY, badge
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, Order, OrderLine
from tenants.payments.enums import PaymentMethod, PaymentState
from tenants.payments.models import Payment

TONES = {
    OrderStatus.PENDING_PAYMENT: "",
    OrderStatus.PAID: "blue",
    OrderStatus.PROCESSING: "blue",
    OrderStatus.COMPLETED: "green",
    OrderStatus.CANCELED: "",
    OrderStatus.ABNORMAL: "amber",
    OrderStatus.PARTIALLY_REFUNDED: "amber",
    OrderStatus.REFUNDED: "",
}
WIDE = Prefetch("lines", OrderLine.objects.defer("inputs", "handed_over"))
LANGUAGES = [("zh-hans", _("中文")), ("en", _("英文"))]


def rows_of_orders() -> QuerySet[Order]:
    """Orders as lists show them, newest first, without what is sealed."""
    plain = Order.objects.defer("contact_sealed", "query_password", "token_hash", "address_hash")
    return plain.prefetch_related(WIDE).order_by("-created_at", "-id")


def _items() -> list[tuple[str, list[tuple[str, str]]]]:
    """What may have been bought: each product whole, then its SKUs."""
    found: dict[str, list[tuple[str, str]]] = {}
    names = Sku.objects.order_by("product__name", "product_id", "name", "id")
    for product_id, product, sku_id, name in names.values_list("product_id", "product__name", "id", "name"):
        whole = (f"p{product_id}", gettext("%(product)s（全部规格）") % {"product": product})
        found.setdefault(product, [whole]).append((f"s{sku_id}", name))
    return list(found.items())


class OrderFilters(django_filters.FilterSet):
    """Which orders: a number or a whole contact, what was bought, when, how it was paid, for how much."""

    q = django_filters.CharFilter(
        label=_("订单号，或完整的手机号、邮箱"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 80}),
    )
    item = django_filters.ChoiceFilter(label=_("商品"), choices=_items, method="bought", empty_label=_("全部"))
    method = django_filters.ChoiceFilter(
        label=_("支付方式"), choices=PaymentMethod.choices, method="paid_by", empty_label=_("全部")
    )
    by = django_filters.ChoiceFilter(
        label=_("时间"), choices=[("paid", _("付款时间"))], method="skip", empty_label=_("下单时间")
    )
    since = django_filters.DateFilter(label=_("从"), method="from_day", widget=DAY)
    until = django_filters.DateFilter(label=_("到"), method="to_day", widget=DAY)
    least = django_filters.NumberFilter(label=_("金额不低于"), method="at_least", min_value=0, max_value=10**9)
    most = django_filters.NumberFilter(label=_("金额不高于"), method="at_most", min_value=0, max_value=10**9)
    case = django_filters.ChoiceFilter(
        label=_("工单"),
        choices=[("open", _("有未结工单")), ("any", _("有过工单")), ("none", _("没有工单"))],
        method="with_case",
        empty_label=_("全部"),
    )
    language = django_filters.ChoiceFilter(label=_("语言"), choices=LANGUAGES, empty_label=_("全部"))

    class Meta:
        model = Order
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Order], name: str, text: str) -> QuerySet[Order]:
        """By number, as far as it is known; else by the whole contact."""
        if is_number(text.strip()):
            return rows.filter(number__startswith=text.strip()) | rows.filter(contact_hash=contact_hash(text))
        return rows.filter(contact_hash=contact_hash(text))

    def bought(self, rows: QuerySet[Order], name: str, item: str) -> QuerySet[Order]:
        """With a line of this product or SKU."""
        field = "product_id" if item.startswith("p") else "sku_id"
        return rows.filter(pk__in=OrderLine.objects.filter(**{field: uuid.UUID(item[1:])}).values("order_id"))

    def paid_by(self, rows: QuerySet[Order], name: str, method: str) -> QuerySet[Order]:
        """Paid in this way."""
        paid = Payment.objects.filter(method=method, state=PaymentState.SUCCEEDED, order_id__isnull=False)
        return rows.filter(pk__in=paid.values("order_id"))

    def skip(self, rows: QuerySet[Order], name: str, value: str) -> QuerySet[Order]:
        """Only says which time the days are about."""
        return rows

    def _day(self, rows: QuerySet[Order], compared: str, day: dt.date) -> QuerySet[Order]:
        midnight = dt.datetime.combine(day, dt.time(), ZoneInfo(current_tenant().time_zone))
        field = "paid_at" if self.form.cleaned_data.get("by") == "paid" else "created_at"
        return rows.filter(**{f"{field}__{compared}": midnight})

    def from_day(self, rows: QuerySet[Order], name: str, day: dt.date) -> QuerySet[Order]:
        """From the first moment of a day."""
        return self._day(rows, "gte", day)

    def to_day(self, rows: QuerySet[Order], name: str, day: dt.date) -> QuerySet[Order]:
        """To the last moment of a day."""
        return self._day(rows, "lt", day + dt.timedelta(days=1))

    def at_least(self, rows: QuerySet[Order], name: str, amount: Any) -> QuerySet[Order]:
        """Of this much or more."""
        return rows.filter(amount__gte=_minor(amount))

    def at_most(self, rows: QuerySet[Order], name: str, amount: Any) -> QuerySet[Order]:
        """Of this much or less."""
        return rows.filter(amount__lte=_minor(amount))

    def with_case(self, rows: QuerySet[Order], name: str, which: str) -> QuerySet[Order]:
        """With a case, open or any, or without one."""
        cases = AbnormalCase.objects.filter(order_id__isnull=False)
        if which == "open":
            cases = cases.exclude(status=CaseStatus.CLOSED)
        known = cases.values("order_id")
        return rows.exclude(pk__in=known) if which == "none" else rows.filter(pk__in=known)


def _minor(amount: Any) -> int:
    return int(amount.scaleb(exponent(current_tenant().currency)))


def is_number(text: str) -> bool:
    """May it be the number of an order, or the beginning of one? Phone numbers have 11 digits."""
    return text.isdigit() and len(text) != 11 and not text.startswith("0")


def order_filters(data: QueryDict) -> OrderFilters:
    """The orders that a query is about: its status and its buyer, then the filters of the form."""
    rows, status = rows_of_orders(), data.get("status", "")
    if status in OrderStatus.values:
        rows = rows.filter(status=status)
    buyer = read_uuid(data.get("buyer", ""))
    if buyer is not None:
        rows = rows.filter(buyer_id=buyer)
    return OrderFilters(data, queryset=rows)


def order_rows(data: QueryDict) -> QuerySet[Order]:
    """The orders that a query is about, newest first; what it says wrongly is left out, as in the list."""
    return order_filters(data).qs


class OrderTable(Table):
    number = Column(verbose_name=_("订单号"), orderable=False, attrs=KEY)
    created_at = MomentColumn(verbose_name=_("下单时间"))
    items = Column(verbose_name=_("商品"), orderable=False, empty_values=())
    contact_masked = Column(verbose_name=_("联系方式"), orderable=False, attrs=WHO)
    method = Column(verbose_name=_("支付方式"), orderable=False, empty_values=())
    amount = Column(verbose_name=_("金额"), attrs=NUMBER)
    status = Column(verbose_name=_("状态"), orderable=False)

    def render_number(self, record: Order) -> SafeString:
        """The number as the way to all of it."""
        return format_html('<a data-panel href="{}{}">{}</a>', self._orders, record.id, record.number)

    def render_items(self, record: Order) -> SafeString:
        """What was bought."""
        named = [(line.product_name, line.sku_name, line.quantity) for line in record.lines.all()]
        return format_html_join("", "<div>{} {} × {}</div>", named)

    def render_amount(self, record: Order) -> str:
        """As money."""
        return format_money(record.amount, record.currency)

    def render_method(self, record: Order) -> str:
        """How it was paid."""
        method, _open = self._beside[record.id]
        return self._methods[method] if method else "—"

    def render_status(self, record: Order) -> SafeString:
        """Its status, and whether somebody must look at it."""
        state = badge(self._statuses[record.status], TONES[OrderStatus(record.status)])
        if not self._beside[record.id][1]:
            return state
        return format_html('<span class="badges">{} {}</span>', state, badge(gettext("工单"), "red"))

    @cached_property
    def _orders(self) -> str:
        """Where orders are, up to their ids."""
        return f"{reverse('console:orders')}/"

    @cached_property
    def _methods(self) -> dict[str, str]:
        return {method.value: str(method.label) for method in PaymentMethod}

    @cached_property
    def _statuses(self) -> dict[str, str]:
        return {status.value: str(status.label) for status in OrderStatus}

    @property
    def _ids(self) -> list[uuid.UUID]:
        return [row.record.id for row in self.paginated_rows]

    @cached_property
    def _beside(self) -> dict[uuid.UUID, tuple[str | None, bool]]:
        """How each order of the page was paid, and whether a case about it is open: one query for both."""
        paid = Payment.objects.filter(order_id=OuterRef("pk"), state=PaymentState.SUCCEEDED).order_by("paid_at")
        cases = AbnormalCase.objects.filter(order_id=OuterRef("pk")).exclude(status=CaseStatus.CLOSED)
        found = Order.objects.filter(pk__in=self._ids).order_by()
        facts = found.values_list("id", Subquery(paid.values("method")[:1]), Exists(cases))
        return {order_id: (method, is_open) for order_id, method, is_open in facts}
