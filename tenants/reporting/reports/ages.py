"""账龄: how long what is owed has been owed. What is paid settles what is oldest, so what is left is the newest of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from tenants.finance.days import EVER, Period
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import (
    list_day_totals,
    list_supplier_day_totals,
    list_supplier_totals,
    list_totals,
)
from tenants.reporting.profit import balances_of
from tenants.reporting.reports.sales_by_thing import supplier_names
from tenants.reporting.reports.sheet import MONEY, Column, Row, Sheet, add_up

UNTIL = (7, 30, 60)  # days; the last bucket has no end
COLUMNS = (
    Column("who", gettext_lazy("欠谁")),
    Column("owed", gettext_lazy("应付合计"), MONEY),
    Column("week", gettext_lazy("0–7 天"), MONEY),
    Column("month", gettext_lazy("8–30 天"), MONEY),
    Column("two", gettext_lazy("31–60 天"), MONEY),
    Column("older", gettext_lazy("60 天以上"), MONEY),
    Column("currency", gettext_lazy("币种")),
)
TO_BUYERS = (AccountCode.REFUNDS_PAYABLE, AccountCode.UNALLOCATED, AccountCode.BUYER_BALANCES)
Change = tuple[dt.date, int]


def ages_of_debts(today: dt.date) -> Sheet:
    """What is owed to each supplier and to buyers, by age on a day."""
    lately, ever = Period(today - dt.timedelta(days=UNTIL[-1]), today), Period(EVER, today)
    names = supplier_names()
    owed: dict[tuple[Any, str], int] = {}
    changes: dict[tuple[Any, str], list[Change]] = {}
    for entry in list_supplier_totals(ever):
        _put(owed, (entry.supplier_id, entry.currency), entry.amount)
    for (account, currency), balance in balances_of(list_totals(ever)).items():
        if account in TO_BUYERS:
            _put(owed, (account, currency), -balance)
    for entry in list_supplier_day_totals(lately):
        assert entry.day is not None
        changes.setdefault((entry.supplier_id, entry.currency), []).append((entry.day, entry.amount))
    for fact in list_day_totals(lately):
        assert fact.day is not None
        if fact.credit in TO_BUYERS:
            changes.setdefault((fact.credit, fact.currency), []).append((fact.day, fact.amount))
    rows = [
        Row(currency, [_word(who, names), whole, *_ages(whole, changes.get((who, currency), []), today), currency], who)
        for (who, currency), whole in owed.items()
        if whole
    ]
    rows.sort(key=lambda row: (row.currency, -row.cells[1], str(row.cells[0])))
    remarks = [gettext("按先进先出：付款先冲最早的欠款。负数是预付给供应商的，没有账龄。")]
    return Sheet(
        "ages", gettext("应付账龄"), str(today), COLUMNS, rows, add_up(COLUMNS, rows, gettext("合计")), remarks
    )


def _put(owed: dict[tuple[Any, str], int], key: tuple[Any, str], amount: int) -> None:
    owed[key] = owed.get(key, 0) + amount


def _word(who: Any, names: Mapping[uuid.UUID, str]) -> str:
    if isinstance(who, AccountCode):
        return gettext("买家：%(what)s") % {"what": who.label}
    return names.get(who, str(who)[:8])


def _ages(owed: int, changes: Iterable[Change], today: dt.date) -> list[int]:
    """Of how much of what is owed each age is; what is not of these days is older."""
    ages, left = [0] * (len(UNTIL) + 1), max(owed, 0)
    for day, amount in sorted(changes, reverse=True):
        part = min(max(amount, 0), left)
        ages[sum((today - day).days > limit for limit in UNTIL)] += part
        left -= part
    ages[-1] += left
    return ages
