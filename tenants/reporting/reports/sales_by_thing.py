"""Profit by product, by SKU, and by supplier: parts of the books' own transfers, so that the total is what the books say."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils.translation import gettext, gettext_lazy

from tenants.catalog.models import Product
from tenants.finance.days import Period
from tenants.inventory.selectors import list_contracts
from tenants.reporting.enums import FigureBy
from tenants.reporting.figures import Figure
from tenants.reporting.reports.sheet import MONEY, NUMBER, Column, Row, Sheet, add_up
from tenants.reporting.selectors import list_figures

FIGURES = (
    Column("orders", gettext_lazy("订单"), NUMBER),
    Column("quantity", gettext_lazy("售出张数"), NUMBER),
    Column("issued", gettext_lazy("无订单发卡"), NUMBER),
    Column("gross", gettext_lazy("销售额"), MONEY),
    Column("discounts", gettext_lazy("优惠"), MONEY),
    Column("refunds", gettext_lazy("退款"), MONEY),
    Column("cost", gettext_lazy("卡密成本"), MONEY),
    Column("fees", gettext_lazy("手续费"), MONEY),
    Column("commission", gettext_lazy("平台佣金"), MONEY),
    Column("profit", gettext_lazy("毛利"), MONEY),
    Column("currency", gettext_lazy("币种")),
)


def sales_by_product(period: Period) -> Sheet:
    """One row for each product and currency, the most profitable first; ``key`` is its id."""
    figures = list_figures(period, by=FigureBy.PRODUCT)
    known = Product.objects.filter(pk__in=[figure.id for figure in figures if figure.id])
    names = dict(known.values_list("id", "name"))
    columns = (Column("product", gettext_lazy("商品")), *FIGURES)
    return _sheet("products", gettext("商品利润"), gettext("未归属到商品"), period, columns, figures, names)


def sales_by_supplier(period: Period) -> Sheet:
    """One row for each supplier and currency; ``key`` is its id."""
    figures = list_figures(period, by=FigureBy.SUPPLIER)
    names = supplier_names()
    columns = (Column("supplier", gettext_lazy("供应商")), *FIGURES)
    title, none = gettext("供应商利润"), gettext("自发卡、人工发货与未归属")
    return _sheet("supplier-profit", title, none, period, columns, figures, names)


def supplier_names() -> dict[uuid.UUID, str]:
    """What the shop's suppliers are called."""
    return dict(list_contracts().values_list("supplier_id", "name"))


def _sheet(
    name: str,
    title: str,
    none: str,
    period: Period,
    columns: tuple[Column, ...],
    figures: list[Figure],
    names: Mapping[uuid.UUID, str],
) -> Sheet:
    def word(which: uuid.UUID | None) -> str:
        return none if which is None else names.get(which, str(which)[:8])

    ordered = sorted(figures, key=lambda each: (each.currency, each.id is None, -each.profit, str(each.id)))
    rows = [Row(each.currency, _cells(word(each.id), each), each.id) for each in ordered]
    totals = add_up(columns, rows, gettext("合计"))
    remarks = [gettext("毛利 = 销售额 − 优惠 − 退款 − 成本 − 手续费 − 佣金。一张订单有多种商品时，每种各计一单。")]
    return Sheet(name, title, f"{period.first} – {period.last}", columns, rows, totals, remarks)


def _cells(word: str, figure: Figure) -> list[object]:
    return [
        word, figure.orders, figure.quantity, figure.issued, figure.gross, figure.discounts, figure.refunds, figure.cost,
        figure.fees, figure.commission, figure.profit, figure.currency,
    ]  # fmt: skip
