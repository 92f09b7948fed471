"""供应商结算: what was owed at first, what changed it, what is owed in the end; of all suppliers, and of one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, gettext_lazy

from tenants.finance.days import EVER, Period
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import SupplierTotal, list_supplier_day_totals, list_supplier_totals, list_totals
from tenants.reporting.profit import balances_of
from tenants.reporting.reports.sales_by_thing import supplier_names
from tenants.reporting.reports.sheet import DAY, MONEY, NUMBER, Column, Row, Sheet, add_up

MOVES: dict[TransferKind, str] = {
    TransferKind.IMPORT: "imported",
    TransferKind.IMPORT_UNDONE: "withdrawn",
    TransferKind.HOLD_WITHDRAWN: "withdrawn",
    TransferKind.SUPPLIER_PAID: "paid",
    TransferKind.SUPPLIER_PAYMENT_UNDONE: "paid",
    TransferKind.SPLIT_DUE: "split",
    TransferKind.SPLIT_PAID: "split",
    TransferKind.SPLIT_DROPPED: "split",
    TransferKind.SPLIT_RETURNED: "split",
}
COLUMNS = (
    Column("supplier", gettext_lazy("供应商")),
    Column("opening", gettext_lazy("期初应付"), MONEY),
    Column("imported", gettext_lazy("入库"), MONEY),
    Column("withdrawn", gettext_lazy("撤回"), MONEY),
    Column("split", gettext_lazy("分账"), MONEY),
    Column("paid", gettext_lazy("线下付款"), MONEY),
    Column("other", gettext_lazy("其他"), MONEY),
    Column("closing", gettext_lazy("期末应付"), MONEY),
    Column("currency", gettext_lazy("币种")),
)
PLACES = [column.key for column in COLUMNS[1:-1]]


def all_suppliers(period: Period) -> Sheet:
    """One row for each supplier and currency; what the account says beyond them has a row of its own, so that the total is its balance."""
    before = Period(EVER, period.first - dt.timedelta(days=1))
    sums: dict[tuple[uuid.UUID | None, str], dict[str, int]] = {}
    _add(sums, list_supplier_totals(before), opening=True)
    _add(sums, list_supplier_totals(period), opening=False)
    _add_rest(sums, before, period)
    names = supplier_names()
    rows = [
        Row(currency, [_word(which, names), *(places[key] for key in PLACES), currency], which)
        for (which, currency), places in sums.items()
        if any(places.values())
    ]
    rows.sort(key=lambda row: (row.currency, row.key is None, str(row.cells[0])))
    title = gettext("供应商结算")
    totals = add_up(COLUMNS, rows, gettext("合计"))
    remarks = [
        gettext(
            "正数是应付给供应商的；负数是已预付的。分账是支付机构从货款里直接付给供应商的部分，含已划出、尚未到账的。"
        )
    ]
    return Sheet("suppliers", title, f"{period.first} – {period.last}", COLUMNS, rows, totals, remarks)


def statement_of(supplier_id: uuid.UUID, period: Period) -> Sheet:
    """Of one supplier, day by day: what changed what is owed, with what is owed after each line."""
    columns = (
        Column("day", gettext_lazy("日期"), DAY),
        Column("what", gettext_lazy("摘要")),
        Column("count", gettext_lazy("笔数"), NUMBER),
        Column("more", gettext_lazy("应付增加"), MONEY),
        Column("less", gettext_lazy("应付减少"), MONEY),
        Column("balance", gettext_lazy("应付余额"), MONEY),
        Column("currency", gettext_lazy("币种")),
    )
    running: dict[str, int] = {}
    for total in list_supplier_totals(Period(EVER, period.first - dt.timedelta(days=1)), supplier_id):
        running[total.currency] = running.get(total.currency, 0) + total.amount
    changes = list_supplier_day_totals(period, supplier_id)
    for change in changes:
        running.setdefault(change.currency, 0)
    rows = [Row(c, [period.first, gettext("期初应付"), 0, 0, 0, owed, c]) for c, owed in sorted(running.items())]
    sums = {currency: [0, 0, 0] for currency in running}
    for change in changes:
        running[change.currency] += change.amount
        more, less = max(change.amount, 0), max(-change.amount, 0)
        sums[change.currency] = [
            sums[change.currency][0] + change.transfers,
            sums[change.currency][1] + more,
            sums[change.currency][2] + less,
        ]
        cells = [
            change.day, str(change.kind.label), change.transfers, more, less, running[change.currency], change.currency
        ]  # fmt: skip
        rows.append(Row(change.currency, cells, (change.day, change.kind)))
    totals = [
        Row(currency, [gettext("期末应付"), "", *sums[currency], owed, currency])
        for currency, owed in sorted(running.items())
    ]
    name = supplier_names().get(supplier_id, "")
    title = gettext("供应商对账单") + (f" · {name}" if name else "")
    return Sheet("supplier-statement", title, f"{period.first} – {period.last}", columns, rows, totals)


def _word(which: uuid.UUID | None, names: Mapping[uuid.UUID, str]) -> str:
    return gettext("未归属到供应商") if which is None else names.get(which, str(which)[:8])


def _places(
    sums: dict[tuple[uuid.UUID | None, str], dict[str, int]], which: uuid.UUID | None, currency: str
) -> dict[str, int]:
    return sums.setdefault((which, currency), dict.fromkeys(PLACES, 0))


def _add(
    sums: dict[tuple[uuid.UUID | None, str], dict[str, int]], totals: Iterable[SupplierTotal], *, opening: bool
) -> None:
    for total in totals:
        places = _places(sums, total.supplier_id, total.currency)
        places["opening" if opening else MOVES.get(total.kind, "other")] += total.amount
        places["closing"] += total.amount


def _add_rest(sums: dict[tuple[uuid.UUID | None, str], dict[str, int]], before: Period, period: Period) -> None:
    """What the account says and no supplier's entries do."""
    for key, when in (("opening", before), ("other", period)):
        for (account, currency), balance in balances_of(list_totals(when)).items():
            if account != AccountCode.SUPPLIER_PAYABLE:
                continue
            known = sum(
                places["opening"] if key == "opening" else places["closing"] - places["opening"]
                for (which, where), places in sums.items()
                if which is not None and where == currency
            )
            if rest := -balance - known:
                places = _places(sums, None, currency)
                places[key] += rest
                places["closing"] += rest
