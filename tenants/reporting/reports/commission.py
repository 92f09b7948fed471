"""平台佣金: what the platform takes of payments, day by day, with what of it was dropped or came back."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext, gettext_lazy

from tenants.finance.days import Period
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.selectors import list_day_totals
from tenants.reporting.reports.sheet import DAY, MONEY, NUMBER, Column, Row, Sheet, add_up

COLUMNS = (
    Column("day", gettext_lazy("日期"), DAY),
    Column("count", gettext_lazy("笔数"), NUMBER),
    Column("due", gettext_lazy("应付佣金"), MONEY),
    Column("dropped", gettext_lazy("取消"), MONEY),
    Column("returned", gettext_lazy("退款退回"), MONEY),
    Column("net", gettext_lazy("佣金净额"), MONEY),
    Column("currency", gettext_lazy("币种")),
)
BACK = {TransferKind.SPLIT_DROPPED: 2, TransferKind.SPLIT_RETURNED: 3}


def commission_by_day(period: Period) -> Sheet:
    """One row for each day and currency on which there was any."""
    sums: dict[tuple[dt.date, str], list[int]] = {}
    for fact in list_day_totals(period):
        if AccountCode.COMMISSION not in {fact.debit, fact.credit}:
            continue
        assert fact.day is not None
        places = sums.setdefault((fact.day, fact.currency), [0, 0, 0, 0, 0])
        amount = fact.amount if fact.debit == AccountCode.COMMISSION else -fact.amount
        place = BACK.get(fact.kind, 1)
        places[place] += -amount if place > 1 else amount
        places[0] += fact.transfers if place == 1 else 0
        places[4] += amount
    rows = [Row(currency, [day, *places, currency], day) for (day, currency), places in sorted(sums.items())]
    totals = add_up(COLUMNS, rows, gettext("合计"))
    return Sheet("commission", gettext("平台佣金"), f"{period.first} – {period.last}", COLUMNS, rows, totals)
