from __future__ import annotations

import uuid
from functools import cached_property

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from platform_core.kernel.money import format_money
from platform_core.tenancy.context import current_tenant
from tenants.console.tables import NUMBER, WHEN, MomentColumn
from tenants.console.wording import DAY, badge
from tenants.customers.contacts import person_hash
from tenants.customers.models import Buyer
from tenants.customers.selectors import list_blocked_buyers, list_buyers
from tenants.orders.people import Spending, list_spending
from tenants.payments.selectors import list_balances_of

NOTHING = Spending(0, 0, None)


class CustomerFilters(django_filters.FilterSet):
    """Accounts by their whole contact, by what they are, by when they came."""

    q = django_filters.CharFilter(
        label=_("完整的手机号或邮箱"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 80}),
    )
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("active", _("正常")), ("blocked", _("已拉黑")), ("erased", _("已注销"))],
        method="with_state",
        empty_label=_("全部"),
    )
    since = django_filters.DateFilter(label=_("注册从"), field_name="created_at", lookup_expr="date__gte", widget=DAY)
    until = django_filters.DateFilter(label=_("到"), field_name="created_at", lookup_expr="date__lte", widget=DAY)

    class Meta:
        model = Buyer
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Buyer], name: str, text: str) -> QuerySet[Buyer]:
        """Whose contact it is, whichever way it is written."""
        return rows.filter(contact_hash=person_hash(text))

    def with_state(self, rows: QuerySet[Buyer], name: str, state: str) -> QuerySet[Buyer]:
        """Kept out, erased, or neither."""
        if state == "erased":
            return rows.filter(erased_at__isnull=False)
        kept_out = list_blocked_buyers()
        if state == "blocked":
            return rows.filter(pk__in=kept_out)
        return rows.filter(erased_at=None).exclude(pk__in=kept_out)


def rows_of_customers() -> QuerySet[Buyer]:
    """Accounts, newest first."""
    return list_buyers()


class CustomerTable(Table):
    contact_masked = Column(verbose_name=_("客户"), orderable=False, empty_values=())
    created_at = MomentColumn(verbose_name=_("注册时间"))
    orders = Column(verbose_name=_("已付款订单"), orderable=False, attrs=NUMBER, empty_values=())
    spent = Column(verbose_name=_("消费（扣除退款）"), orderable=False, attrs=NUMBER, empty_values=())
    last = Column(verbose_name=_("最近下单"), orderable=False, empty_values=(), attrs=WHEN)
    balance = Column(verbose_name=_("余额"), orderable=False, attrs=NUMBER, empty_values=())
    state = Column(verbose_name=_("状态"), orderable=False, empty_values=())

    def render_contact_masked(self, record: Buyer) -> SafeString:
        """The contact, masked, as the way to all of it."""
        named = record.contact_masked or gettext("已注销的客户")
        return format_html('<a href="{}">{}</a>', reverse("console:customer", args=[record.id]), named)

    def render_orders(self, record: Buyer) -> int:
        """How many were paid."""
        return self._of(record).orders

    def render_spent(self, record: Buyer) -> str:
        """What of it was not given back."""
        return format_money(self._of(record).spent, current_tenant().currency)

    def render_last(self, record: Buyer) -> str:
        """When they last ordered."""
        last = self._of(record).last
        return f"{localtime(last):%Y-%m-%d %H:%M}" if last else "—"

    def render_balance(self, record: Buyer) -> str:
        """What they have."""
        return format_money(self._balances.get(record.id, 0), current_tenant().currency)

    def render_state(self, record: Buyer) -> SafeString:
        """Whether they may come in."""
        if record.erased_at is not None:
            return badge(gettext("已注销"))
        return badge(gettext("已拉黑"), "red") if record.id in self._blocked else badge(gettext("正常"), "green")

    def _of(self, record: Buyer) -> Spending:
        return self._spending.get(record.id, NOTHING)

    @property
    def _ids(self) -> list[uuid.UUID]:
        return [row.record.id for row in self.paginated_rows]

    @cached_property
    def _spending(self) -> dict[uuid.UUID, Spending]:
        return list_spending(self._ids)

    @cached_property
    def _balances(self) -> dict[uuid.UUID, int]:
        return list_balances_of(self._ids)

    @cached_property
    def _blocked(self) -> set[uuid.UUID]:
        return {buyer_id for buyer_id in list_blocked_buyers().filter(buyer_id__in=self._ids) if buyer_id}
