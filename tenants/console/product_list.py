"""The list of products: its filters, its table with the SKUs of each product, and the cells that are edited where they stand."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table

from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import Fulfilment
from tenants.catalog.models import Product, Sku
from tenants.catalog.searching import words_of
from tenants.catalog.selectors import GroupName, list_group_names
from tenants.console.tables import PickColumn
from tenants.console.wording import badge
from tenants.inventory.selectors import UNLIMITED, list_stock

ON, OFF, AWAY = "on", "off", "archived"
STATES = ((ON, _("在售")), (OFF, _("已下架")), (AWAY, _("已归档")))
# Fields of a SKU that are edited in the list.
CELLS = {
    "price": _("售价"),
    "list_price": _("划线价"),
    "low_stock_threshold": _("预警"),
    "active": _("在售"),
}


def list_managed() -> QuerySet[Product]:
    """All products with what the list shows, in the order of the shop; those put away last."""
    skus = Sku.objects.order_by("position", "face_value", "id")
    return (
        Product.objects.select_related("category")
        .prefetch_related(Prefetch("skus", queryset=skus), "tags")
        .defer("search_text", "search_grams", "description", "instructions", "refund_rules")
        .order_by("archived", "-pinned", "position", "name", "id")
    )


class ProductFilters(django_filters.FilterSet):
    """By words, by what it is sorted into, by its state."""

    q = django_filters.CharFilter(
        label=_("名称、拼音、规格编码"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 60}),
    )
    category = django_filters.ChoiceFilter(label=_("分类"), field_name="category__slug", empty_label=_("全部"))
    occasion = django_filters.ChoiceFilter(label=_("场景"), field_name="occasions__slug", empty_label=_("全部"))
    tag = django_filters.ChoiceFilter(label=_("标签"), field_name="tags__slug", empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), method="in_state", choices=STATES, empty_label=_("未归档"))
    fulfilment = django_filters.ChoiceFilter(label=_("发货方式"), choices=Fulfilment.choices, empty_label=_("全部"))
    low = django_filters.ChoiceFilter(
        label=_("库存"), method="running_out", choices=(("1", _("低于预警")),), empty_label=_("全部")
    )

    class Meta:
        model = Product
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: dict[str, list[GroupName]] = {"category": [], "occasion": [], "tag": []}
        for row in list_group_names():
            self.groups[row.kind].append(row)
        for kind, rows in self.groups.items():
            self.filters[kind].extra["choices"] = [(row.slug, row.name) for row in rows]

    def search(self, rows: QuerySet[Product], name: str, text: str) -> QuerySet[Product]:
        """Every word in its names, brand, pinyin, initials, or at the beginning of a SKU's code."""
        codes = Sku.objects.filter(sku_code__istartswith=text.strip()).values("product_id")
        found = rows
        for word in words_of(text):
            found = found.filter(search_text__contains=word)
        return rows.filter(pk__in=codes) | found

    def in_state(self, rows: QuerySet[Product], name: str, state: str) -> QuerySet[Product]:
        """On sale, taken off, put away."""
        wanted = {ON: {"active": True}, OFF: {"active": False, "archived": False}, AWAY: {"archived": True}}
        return rows.filter(**wanted[state])

    def running_out(self, rows: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        """Those with a SKU on sale that has no more codes than its threshold."""
        skus = list(Sku.objects.filter(active=True, product__active=True, product__fulfilment=Fulfilment.AUTOMATIC))
        stock = list_stock([sku.id for sku in skus], now=now())
        low = {sku.product_id for sku in skus if stock[sku.id] <= sku.low_stock_threshold}
        return rows.filter(pk__in=low)

    def filter_queryset(self, queryset: QuerySet[Product]) -> QuerySet[Product]:
        """Without a state asked for, what was put away stays away."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("state") else rows.filter(archived=False)


class SkuColumn(Column):
    """SKUs as lines inside the cell, with a head for their parts."""

    @property
    def header(self) -> SafeString:
        """What stands above the parts of a line."""
        parts = (
            gettext("规格"),
            gettext("售价"),
            gettext("划线价"),
            gettext("成本"),
            gettext("库存"),
            gettext("预警"),
            gettext("状态"),
        )
        return format_html(
            '<span class="sku-line heads">{}</span>',
            format_html_join("", "<span>{}</span>", ((part,) for part in parts)),
        )


class ProductTable(Table):
    """A product a row; its SKUs are lines inside it."""

    pick = PickColumn()
    name = Column(verbose_name=_("商品"), orderable=False, attrs={"td": {"class": "product"}})
    skus = SkuColumn(
        orderable=False,
        accessor="pk",
        attrs={"th": {"class": "skus"}, "td": {"class": "skus"}},
    )
    state = Column(verbose_name=_("状态"), orderable=False, accessor="pk")

    @cached_property
    def stock(self) -> dict[uuid.UUID, int]:
        """Of every SKU on this page, in one query."""
        products = [row.record for row in self.page.object_list]
        return list_stock([sku.id for product in products for sku in product.skus.all()], now=now())

    def render_name(self, record: Product) -> SafeString:
        """Its name as the way to its page, its picture, where it stands."""
        picture = (
            format_html('<img src="/media/{}" alt="" width="48" height="30" loading="lazy">', record.image)
            if record.image
            else ""
        )
        tags = format_html_join("", '<span class="badge">{}</span>', ((tag.name,) for tag in record.tags.all()))
        where = record.category.name if record.category else gettext("未分类")
        path = reverse("console:product", args=[record.id])
        return format_html(
            '<span class="named">{}<span><a href="{}">{}</a><small>{} {}</small></span></span>',
            picture, path, record.name, where, tags,
        )  # fmt: skip

    def render_skus(self, record: Product) -> SafeString:
        """A line each."""
        manual = record.fulfilment == Fulfilment.MANUAL
        editable = Power.PRODUCTS_EDIT in self.request.powers  # type: ignore[attr-defined]
        lines = [sku_line(sku, None if manual else self.stock[sku.id], editable=editable) for sku in record.skus.all()]
        return format_html_join("", "{}", ((line,) for line in lines)) or format_html(
            '<a href="{}">{}</a>', reverse("console:product", args=[record.id]), gettext("添加规格")
        )

    def render_state(self, record: Product) -> SafeString:
        """On sale or not, pinned or not."""
        pinned = badge(gettext("置顶"), "blue") if record.pinned else ""
        return format_html("{} {}", state_badge(record), pinned)


def state_badge(product: Product) -> SafeString:
    """What a product's state is called."""
    if product.archived:
        return badge(gettext("已归档"))
    return badge(gettext("在售"), "green") if product.active else badge(gettext("已下架"), "amber")


def sku_line(sku: Sku, available: int | None, *, editable: bool) -> SafeString:
    """A SKU with its cells. ``available``: codes in stock; None: a person delivers it."""
    if available is None:
        stock: Any = gettext("人工")
    else:
        stock = available if available < UNLIMITED else gettext("不限")

    def value(field: str) -> SafeString:
        return (
            cell(sku, field)
            if editable
            else format_html(
                '<span class="cell {}" data-part="{}">{}</span>', field, CELLS[field], shown_value(sku, field)
            )
        )

    low = available is not None and available <= sku.low_stock_threshold
    return format_html(
        '<div class="sku-line{}"><span class="sku-name">{}<small title="{}">{}</small></span>{}{}'
        '<span class="sku-cost" data-part="{}">{}</span>'
        '<span class="sku-stock{}" data-part="{}" title="{}">{}</span>{}{}</div>',
        "" if sku.active else " off", sku.name, sku.sku_code, sku.sku_code, value("price"),
        value("list_price"), gettext("成本"), format_money(sku.cost, sku.currency), " low" if low else "", gettext("库存"),
        gettext("低于预警数量") if low else gettext("可售库存"), stock, value("low_stock_threshold"), value("active"),
    )  # fmt: skip


def shown_value(sku: Sku, field: str) -> str:
    """What a cell shows."""
    value = getattr(sku, field)
    if field == "active":
        return gettext("在售") if value else gettext("停售")
    if value is None:
        return "—"
    return format_money(value, sku.currency) if field in {"price", "list_price"} else str(value)


def cell(sku: Sku, field: str) -> SafeString:
    """A value that is edited where it stands: pressed, it becomes a field."""
    shown = shown_value(sku, field)
    if field == "active":
        return format_html(
            '<button type="button" class="cell {}" data-part="{}" data-cell="{}" data-version="{}" data-value="{}" role="switch" '
            'aria-checked="{}" aria-label="{}">{}</button>',
            field, gettext("状态"), reverse("console:sku_cell", args=[sku.id, field]), sku.version, "0" if sku.active else "1",
            "true" if sku.active else "false", f"{CELLS[field]} {sku.name}", shown,
        )  # fmt: skip
    return format_html(
        '<button type="button" class="cell {}" data-part="{}" data-cell="{}" data-version="{}" aria-label="{}">{}</button>',
        field, CELLS[field], reverse("console:sku_cell", args=[sku.id, field]), sku.version,
        gettext("修改%(field)s：%(sku)s，现为 %(value)s") % {"field": CELLS[field], "sku": sku.name, "value": shown}, shown,
    )  # fmt: skip
