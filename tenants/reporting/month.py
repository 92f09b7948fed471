"""A month of a channel as a calendar: which days have a statement, and which should have one."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from tenants.payments.enums import RefundState
from tenants.payments.models import GatewayRefund, Payment
from tenants.reporting.channels import CLOCKS, period_of, yesterday
from tenants.reporting.enums import StatementState
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import LIVE, RUNNING


@dataclass(slots=True)
class Day:
    """A day of the institution's clock. ``trades``: payments and refunds here; ``over``: can there be a statement already?"""

    date: dt.date
    over: bool
    trades: int = 0
    statements: list[Statement] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """``missing``: there were trades, and no statement; ``none``: nothing to compare; else what its statements came to."""
        states = {each.state for each in self.statements}
        if states & set(RUNNING) | states & {StatementState.LOADED}:
            return "running"
        if StatementState.DIFFERENT in states:
            return "different"
        if states:
            return "done"
        return "missing" if self.over and self.trades else "none"


def list_weeks(gateway: str, month: dt.date, now: dt.datetime) -> list[list[Day | None]]:
    """The month's weeks from Monday on; None before the first day and after the last."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    cells: list[Day | None] = [*[None] * month.weekday(), *list_days(gateway, month, last, now)]
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def list_days(gateway: str, first: dt.date, last: dt.date, now: dt.datetime) -> list[Day]:
    """Each day of a period, with its statements. Three queries."""
    over, counts = yesterday(gateway, now), _counts(gateway, *period_of(gateway, first, last))
    dates = (first + dt.timedelta(days=offset) for offset in range((last - first).days + 1))
    days = [Day(date, date <= over, counts[date]) for date in dates]
    _fill(days, Statement.objects.filter(gateway=gateway, state__in=[*LIVE, *RUNNING]), first, last)
    return days


def _counts(gateway: str, starts: dt.datetime, ends: dt.datetime) -> Counter[dt.date]:
    paid = Payment.objects.filter(gateway=gateway, paid_at__gte=starts, paid_at__lt=ends)
    refunded = GatewayRefund.objects.filter(payment__gateway=gateway, done_at__gte=starts, done_at__lt=ends)
    counts: Counter[dt.date] = Counter()
    for rows, moment in ((paid, "paid_at"), (refunded.exclude(state=RefundState.FAILED), "done_at")):
        by_day = rows.annotate(day=TruncDate(moment, tzinfo=CLOCKS[gateway])).values("day").annotate(count=Count("id"))
        counts.update({row["day"]: row["count"] for row in by_day.order_by()})
    return counts


def _fill(days: Iterable[Day], statements: QuerySet[Statement], first: dt.date, last: dt.date) -> None:
    found = statements.filter(first_day__lte=last, last_day__gte=first).defer("errors")
    by_day = defaultdict(list)
    for each in found.order_by("created_at"):
        for offset in range(each.days):
            by_day[each.first_day + dt.timedelta(days=offset)].append(each)
    for day in days:
        day.statements = by_day[day.date]
