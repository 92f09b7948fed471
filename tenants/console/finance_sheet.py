"""A sheet as a table of a page: each figure with the way to the transfers behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from tenants.finance.days import Period, month_of, shop_zone
from tenants.finance.enums import AccountCode
from tenants.reporting.files.cells import text_of
from tenants.reporting.profit import COLUMN_OF
from tenants.reporting.reports.sheet import MONEY, Column, Row, Sheet

# Of a figure that one account alone makes, that account.
ACCOUNT_OF = {
    column: account
    for account, column in COLUMN_OF.items()
    if list(COLUMN_OF.values()).count(column) == 1
} | {"orders": AccountCode.SALES}  # fmt: skip
# Columns that most shops never have anything in: shown where there is.
SELDOM = frozenset({"discounts", "losses", "cards", "issued", "other", "withdrawn", "dropped", "returned"})
Link = Callable[[Row, Column], str]


class Cell(NamedTuple):
    """``tone``: of a figure, negative or nothing."""

    label: str
    text: str
    numeric: bool
    href: str
    tone: str


class Drawn(NamedTuple):
    heads: list[Column]
    rows: list[list[Cell]]
    totals: list[list[Cell]]


def no_link(row: Row, column: Column) -> str:
    """Nowhere."""
    return ""


def draw(sheet: Sheet, link: Link = no_link) -> Drawn:
    """What a template needs of a sheet, without columns that would say nothing: the only currency, seldom ones without figures."""
    rows = list(sheet.rows)
    one = len({row.currency for row in rows}) <= 1
    shown = [
        index
        for index, column in enumerate(sheet.columns)
        if not (one and column.key == "currency")
        and not (column.key in SELDOM and not any(row.cells[index] for row in rows))
    ]
    zone = ZoneInfo(shop_zone())
    return Drawn(
        [sheet.columns[index] for index in shown],
        [[_cell(sheet.columns[index], row, index, link, zone) for index in shown] for row in rows],
        [[_cell(sheet.columns[index], row, index, no_link, zone) for index in shown] for row in sheet.totals],
    )


def _cell(column: Column, row: Row, index: int, link: Link, zone: ZoneInfo) -> Cell:
    value = row.cells[index]
    tone = ""
    if column.numeric and isinstance(value, int):
        tone = "nothing" if value == 0 else "negative" if value < 0 else ""
    href = link(row, column) if value and not (column.kind == MONEY and tone == "nothing") else ""
    return Cell(str(column.label), text_of(column, value, row.currency, zone), column.numeric, href, tone)


def ledger_url(period: Period, **filters: object) -> str:
    """The transfers of a period, filtered."""
    asked = {"since": period.first, "until": period.last, **{key: value for key, value in filters.items() if value}}
    return f"{reverse('console:finance_ledger')}?{urlencode(asked)}"


def link_of_day(row: Row, column: Column) -> str:
    """A figure of a day: what was booked on it."""
    return _link(row, column, Period(row.key, row.key)) if isinstance(row.key, dt.date) else ""


def link_of_month(row: Row, column: Column) -> str:
    """A figure of a month; the month itself opens its days."""
    month = month_of(row.key)
    if column.key == "month":
        asked = urlencode({"since": month.first, "until": month.last})
        return f"{reverse('console:finance_report', args=['daily'])}?{asked}"
    return _link(row, column, month)


def _link(row: Row, column: Column, period: Period) -> str:
    account = ACCOUNT_OF.get(column.key)
    return ledger_url(period, account=account.value, currency=row.currency) if account else ""
