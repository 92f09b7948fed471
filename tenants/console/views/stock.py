"""The stock as a whole: what of each SKU is for sale, how long it lasts, what it cost."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import Column, Table

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.catalog.services.update_sku import update_sku
from tenants.console.listing import show_list
from tenants.console.staff import note, staff_only
from tenants.console.tables import NUMBER
from tenants.console.wording import badge
from tenants.inventory.selectors import UNLIMITED, list_stock
from tenants.inventory.services.save_sku_alert import save_sku_alert
from tenants.inventory.shelves import SkuShelf, get_alert_settings, list_own_cover_days, list_sku_shelves

LEVELS = {
    "out": (_("缺货"), "red"),
    "low": (_("库存预警"), "amber"),
    "fine": (_("充足"), "green"),
    "endless": (_("不限"), ""),
}
WIDE = {"th": {"class": "number"}, "td": {"class": "number wide-only"}}  # not on a phone, where the panel has it
STATES = [("out", _("缺货")), ("low", _("库存预警")), ("expiring", _("30 天内到期")), ("still", _("30 天没有售出"))]


class StockRow(NamedTuple):
    """One SKU with its shelf. ``sku_name``: with that of its product; ``cover``: how many days it lasts."""

    sku: Sku
    sku_name: str
    available: int
    reserved: int
    withheld: int
    expiring: int
    sold_7: int
    sold_30: int
    cover: int | None
    value: int
    level: str


def stock_rows(skus: list[Sku], moment: dt.datetime) -> list[StockRow]:
    """SKUs with their shelves, in two queries and one for each setting."""
    ids = [sku.id for sku in skus]
    stock, shelves = list_stock(ids, now=moment), list_sku_shelves(ids, now=moment)
    days, own = get_alert_settings().cover_days, list_own_cover_days()
    return [_row(sku, stock[sku.id], shelves[sku.id], own.get(sku.id, days)) for sku in skus]


def _row(sku: Sku, available: int, shelf: SkuShelf, days: int) -> StockRow:
    cover = shelf.cover(available) if available < UNLIMITED else None
    short = available <= sku.low_stock_threshold or (cover is not None and cover <= days)
    level = "endless" if available >= UNLIMITED else "out" if available <= 0 else "low" if short else "fine"
    name = f"{sku.product.name} · {sku.name}"
    return StockRow(
        sku, name, available, shelf.reserved, shelf.withheld, shelf.expiring, shelf.sold_7, shelf.sold_30, cover,
        shelf.value, level,
    )  # fmt: skip


class StockFilters(django_filters.FilterSet):
    """SKUs by name and by what is up with their stock."""

    q = django_filters.CharFilter(
        label=_("商品、规格"), method="search", widget=forms.TextInput(attrs={"type": "search", "maxlength": 60})
    )
    state = django_filters.ChoiceFilter(label=_("库存"), choices=STATES, method="ignore", empty_label=_("全部"))

    class Meta:
        model = Sku
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Sku], name: str, text: str) -> QuerySet[Sku]:
        """Rows that name it."""
        return rows.filter(product__search_text__contains=text.lower()) | rows.filter(sku_code__icontains=text)

    def ignore(self, rows: QuerySet[Sku], name: str, state: str) -> QuerySet[Sku]:
        """The state is known of rows alone; see ``qs``."""
        return rows

    @cached_property
    def qs(self) -> Any:
        """The rows, those that run out first."""
        found = stock_rows(list(super().qs), now())
        state = self.form.cleaned_data.get("state") if self.is_bound and self.form.is_valid() else ""
        keep = {
            "out": lambda row: row.level == "out",
            "low": lambda row: row.level in {"low", "out"},
            "expiring": lambda row: row.expiring > 0,
            "still": lambda row: row.sold_30 == 0 and row.available > 0,
        }.get(state or "", lambda row: True)
        order = list(LEVELS)
        return sorted(filter(keep, found), key=lambda row: (order.index(row.level), row.sku_name))


class StockTable(Table):
    sku_name = Column(verbose_name=_("商品"))
    level = Column(verbose_name=_("状态"), orderable=False)
    available = Column(verbose_name=_("可售"), attrs=NUMBER)
    reserved = Column(verbose_name=_("已预留"), attrs=WIDE)
    withheld = Column(verbose_name=_("已冻结"), attrs=WIDE)
    expiring = Column(verbose_name=_("30 天内到期"), attrs=NUMBER)
    sold_7 = Column(verbose_name=_("近 7 天售出"), attrs=NUMBER)
    sold_30 = Column(verbose_name=_("近 30 天售出"), attrs=WIDE)
    cover = Column(verbose_name=_("可售天数"), attrs=NUMBER, empty_values=())
    value = Column(verbose_name=_("库存成本"), attrs=WIDE)

    def render_sku_name(self, record: StockRow) -> SafeString:
        """The name, as the way to all of it."""
        path = reverse("console:stock_sku", args=[record.sku.id])
        return format_html('<a data-panel href="{}">{}</a>', path, record.sku_name)

    def render_level(self, value: str) -> SafeString:
        """How it stands."""
        return badge(str(LEVELS[value][0]), LEVELS[value][1])

    def render_available(self, record: StockRow) -> SafeString | str:
        """How many, as the way to them."""
        if record.available >= UNLIMITED:
            return gettext("不限")
        path = f"{reverse('console:stock_codes')}?sku={record.sku.id}&state=available"
        return format_html('<a href="{}">{}</a>', path, record.available)

    def render_withheld(self, record: StockRow) -> SafeString | str:
        """How many, as the way to them."""
        path = f"{reverse('console:stock_codes')}?sku={record.sku.id}&state=withheld"
        return format_html('<a href="{}">{}</a>', path, record.withheld) if record.withheld else "0"

    def render_cover(self, record: StockRow) -> str:
        """How long it lasts."""
        return cover_words(record.cover)

    def render_value(self, record: StockRow) -> str:
        """What all unsold ones cost."""
        return format_money(record.value, record.sku.currency)


def cover_words(days: int | None) -> str:
    """How long the stock lasts."""
    return "—" if days is None else ngettext("%(days)d 天", "%(days)d 天", days) % {"days": days}


@staff_only(Power.STOCK_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All SKUs, those that run out first."""
    skus = Sku.objects.select_related("product").filter(product__active=True).order_by("product__name", "position")
    filters = StockFilters(request.GET, queryset=skus)
    context = {"empty_template": "console/stock/empty.html"}
    return show_list(
        request, template="console/stock/index.html", page="stock", table=StockTable, filters=filters, context=context
    )


class SkuAlertForm(forms.Form):
    """When a SKU is called low."""

    threshold = forms.IntegerField(label=_("可售不足几张时提醒"), min_value=0, max_value=1_000_000)
    cover_days = forms.IntegerField(
        label=_("不够卖几天时提醒"),
        required=False,
        min_value=0,
        max_value=365,
        help_text=_("留空：按店铺设置；0：不按天数提醒"),
    )


@staff_only(Power.STOCK_VIEW, post=Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, sku_id: uuid.UUID) -> HttpResponse:
    """One SKU: its figures, the ways to its batches and codes, when it is called low."""
    sku = Sku.objects.select_related("product").filter(pk=sku_id).first()
    if sku is None:
        raise Http404
    shop, own = get_alert_settings().cover_days, list_own_cover_days().get(sku.id)
    form = SkuAlertForm(request.POST or None, initial={"threshold": sku.low_stock_threshold, "cover_days": own})
    if request.method == "POST" and form.is_valid():
        _save(request, sku, form.cleaned_data)
        return redirect("console:stock")
    row = stock_rows([sku], now())[0]
    context: dict[str, Any] = {"row": row, "sku": sku, "form": form, "shop_days": shop}
    context |= {"cover": cover_words(row.cover), "value": format_money(row.value, sku.currency)}
    context |= {"level": badge(str(LEVELS[row.level][0]), LEVELS[row.level][1]), "endless": row.level == "endless"}
    context["single"] = sku.code_mode == CodeMode.SINGLE
    return render(request, "console/stock/sku.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, sku: Sku, data: dict[str, Any]) -> None:
    try:
        if data["threshold"] != sku.low_stock_threshold:
            update_sku(sku_id=sku.id, changes={"low_stock_threshold": data["threshold"]}, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    save_sku_alert(sku_id=sku.id, cover_days=data["cover_days"])
    note(request, threshold=data["threshold"], cover_days=data["cover_days"])
    messages.success(request, gettext("已保存。"))
