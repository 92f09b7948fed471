"""Which statement it is, by its head line, and its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from tenants.inventory.reading.lines import BROKEN, TOO_LONG
from tenants.payments.enums import GatewayName
from tenants.reporting.enums import StatementFormat
from tenants.reporting.errors import StatementRefused
from tenants.reporting.reading import alipay, stripe, wechatpay
from tenants.reporting.reading.cells import cut, cut_quoted
from tenants.reporting.reading.rows import CannotRead, LineFault, StatementRow

Reader = Callable[[int, Mapping[str, str], str], StatementRow]
Lines = Iterable[tuple[int, str]]
HEAD_WITHIN = 60  # lines


class Table(NamedTuple):
    """How statements of one kind are read. ``flow``: of movements, where fees have lines of their own."""

    format: StatementFormat
    gateway: GatewayName
    needed: frozenset[str]
    clock: dt.tzinfo
    read: Reader
    flow: bool = False


class Head(NamedTuple):
    """What stands at the top of a statement."""

    table: Table
    columns: tuple[str, ...]
    merchant: str
    first_day: dt.date | None
    last_day: dt.date | None

    @property
    def covers_payments(self) -> bool:
        """Are all payments of the period in it?"""
        if self.table.format == StatementFormat.WECHATPAY_TRADES:
            return wechatpay.REFUND_TIME not in self.columns
        return self.table.format != StatementFormat.STRIPE_PAYOUT

    @property
    def covers_refunds(self) -> bool:
        """Are all refunds of the period in it?"""
        if self.table.format == StatementFormat.WECHATPAY_TRADES:
            return wechatpay.REFUND_COLUMN in self.columns
        return self.table.format != StatementFormat.STRIPE_PAYOUT


TABLES = (
    Table(
        StatementFormat.WECHATPAY_TRADES, GatewayName.WECHATPAY, wechatpay.TRADES, wechatpay.CLOCK, wechatpay.read_trade
    ),
    Table(
        StatementFormat.WECHATPAY_FUNDS,
        GatewayName.WECHATPAY,
        wechatpay.FUNDS,
        wechatpay.CLOCK,
        wechatpay.read_fund,
        True,
    ),
    Table(StatementFormat.ALIPAY_TRADES, GatewayName.ALIPAY, alipay.TRADES, alipay.CLOCK, alipay.read_trade),
    Table(StatementFormat.ALIPAY_FUNDS, GatewayName.ALIPAY, alipay.FUNDS, alipay.CLOCK, alipay.read_fund, True),
    Table(StatementFormat.STRIPE_BALANCE, GatewayName.STRIPE, stripe.NEEDED, dt.UTC, stripe.read),
)


def read_head(lines: Iterator[tuple[int, str]]) -> Head:
    """Find the head line; ``lines`` then goes on behind it.

    Raises:
        StatementRefused: it is no statement that we know.
    """
    merchant, period = "", dict[str, dt.date]()
    for seen, (_number, line) in enumerate(lines):
        if seen >= HEAD_WITHIN:
            break
        if line.startswith("#"):
            merchant = merchant or alipay.read_account(line)
            period |= alipay.read_period(line)
            continue
        columns = tuple(alipay.UNIT.sub("", cell.strip("\ufeff").strip()) for cell in cut(line))
        for table in TABLES:
            needed = {alipay.UNIT.sub("", name) for name in table.needed}
            if needed <= set(columns):
                return Head(_exact(table, columns), columns, merchant, period.get("first"), period.get("last"))
    raise StatementRefused(reason="format_unknown")


def _exact(table: Table, columns: tuple[str, ...]) -> Table:
    if table.format == StatementFormat.STRIPE_BALANCE and columns[0] == stripe.FIRST_OF_PAYOUTS:
        return table._replace(format=StatementFormat.STRIPE_PAYOUT)
    return table


def iter_rows(lines: Lines, head: Head, *, shop: str) -> Iterator[StatementRow | LineFault]:
    """The lines below the head: rows, and what could not be read. Sums and remarks below them are left out."""
    records = cut_quoted(lines) if head.table.gateway == GatewayName.STRIPE else _plain(lines)
    for number, cells in records:
        if cells is None:
            yield LineFault(number, "quote_unclosed")
        elif cells and any(cells):
            yield _row(number, cells, head, shop)


def _plain(lines: Lines) -> Iterator[tuple[int, list[str] | None]]:
    for number, line in lines:
        if line.lstrip("\ufeff`").startswith(wechatpay.TOTALS):
            return
        if line.strip() and not line.startswith("#"):
            yield number, [line] if line == TOO_LONG else cut(line)


def _row(number: int, cells: list[str], head: Head, shop: str) -> StatementRow | LineFault:
    if cells[0].startswith(TOO_LONG):
        return LineFault(number, "line_too_long")
    if any(BROKEN in cell or "\x00" in cell for cell in cells):
        return LineFault(number, "encoding_invalid")
    mended = _mended(head, cells)
    if len(mended) != len(head.columns):
        return LineFault(number, "columns_mismatch")
    try:
        return head.table.read(number, dict(zip(head.columns, mended, strict=True)), shop)
    except CannotRead as fault:
        return LineFault(number, fault.code)


def _mended(head: Head, cells: list[str]) -> list[str]:
    """A comma in the name of goods is not quoted by Alipay; elsewhere a spreadsheet may have added empty cells."""
    columns = head.columns
    surplus = len(cells) - len(columns)
    if surplus <= 0:
        return cells
    if head.table.gateway == GatewayName.ALIPAY:
        at = columns.index(alipay.NAME)
        return [*cells[:at], ",".join(cells[at : at + surplus + 1]), *cells[at + surplus + 1 :]]
    return cells if any(cells[len(columns) :]) else cells[: len(columns)]
