"""日报表 and 月报表: what was sold, what went back, what it cost and what is left, by day or by month."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext, gettext_lazy

from tenants.finance.days import Period, month_of
from tenants.finance.selectors import FactTotal, list_day_totals
from tenants.reporting.profit import Result, results_of
from tenants.reporting.reports.sheet import DAY, MONEY, MONTH, NUMBER, Column, Row, Sheet, add_up

FIGURES = (
    Column("orders", gettext_lazy("付款订单"), NUMBER),
    Column("gross", gettext_lazy("销售额"), MONEY),
    Column("discounts", gettext_lazy("优惠"), MONEY),
    Column("refunds", gettext_lazy("退款"), MONEY),
    Column("net", gettext_lazy("净销售额"), MONEY),
    Column("cost", gettext_lazy("卡密成本"), MONEY),
    Column("fees", gettext_lazy("手续费"), MONEY),
    Column("commission", gettext_lazy("平台佣金"), MONEY),
    Column("losses", gettext_lazy("拒付与作废"), MONEY),
    Column("cards", gettext_lazy("自发卡净额"), MONEY),
    Column("profit", gettext_lazy("利润"), MONEY),
    Column("currency", gettext_lazy("币种")),
)


def sales_by_day(period: Period) -> Sheet:
    """One row for each day and currency in which anything happened."""
    groups: dict[dt.date, list[FactTotal]] = {}
    for fact in list_day_totals(period):
        assert fact.day is not None
        groups.setdefault(fact.day, []).append(fact)
    columns = (Column("day", gettext_lazy("日期"), DAY), *FIGURES)
    title = gettext("日报表")
    return _sheet("daily", title, period, columns, groups)


def sales_by_month(period: Period) -> Sheet:
    """One row for each month and currency; ``key`` is the first day of the month."""
    groups: dict[dt.date, list[FactTotal]] = {}
    for fact in list_day_totals(period):
        assert fact.day is not None
        groups.setdefault(month_of(fact.day).first, []).append(fact)
    columns = (Column("month", gettext_lazy("月份"), MONTH), *FIGURES)
    title = gettext("月报表")
    return _sheet("monthly", title, period, columns, groups)


def _sheet(
    name: str, title: str, period: Period, columns: tuple[Column, ...], groups: dict[dt.date, list[FactTotal]]
) -> Sheet:
    rows = [
        Row(currency, cells_of(day, currency, result), day)
        for day, facts in sorted(groups.items())
        for currency, result in results_of(facts).items()
    ]
    totals = add_up(columns, rows, gettext("合计"))
    remarks = [
        gettext("净销售额 = 销售额 − 优惠 − 退款；利润 = 净销售额 − 成本 − 手续费 − 佣金 − 拒付与作废 + 自发卡净额。"),
        gettext("通过接口发出的卡密只记成本，货款在您自己的系统里。"),
    ]
    return Sheet(name, title, f"{period.first} – {period.last}", columns, rows, totals, remarks)


def cells_of(first: dt.date, currency: str, result: Result) -> list[object]:
    """A row's cells, in the order of the columns."""
    return [
        first, result.orders, result.gross, result.discounts, result.refunds, result.net, result.cost, result.fees,
        result.commission, result.losses, result.cards, result.profit, currency,
    ]  # fmt: skip
