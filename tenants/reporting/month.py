"""A month of a channel as a calendar: which days have a statement, and which should have one."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from tenants.payments.models import Payment
from tenants.reporting.channels import CLOCKS, period_of, yesterday
from tenants.reporting.enums import StatementState
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import LIVE, RUNNING


@dataclass(slots=True)
class Day:
    """A day of the institution's clock. ``payments``: how many were paid here; ``over``: can there be a statement already?"""

    date: dt.date
    over: bool
    payments: int = 0
    statements: list[Statement] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """``missing``: paid for, and no statement; ``none``: nothing to compare; else what its statements came to."""
        states = {each.state for each in self.statements}
        if states & set(RUNNING) | states & {StatementState.LOADED}:
            return "running"
        if StatementState.DIFFERENT in states:
            return "different"
        if states:
            return "done"
        return "missing" if self.over and self.payments else "none"


def list_weeks(gateway: str, month: dt.date, now: dt.datetime) -> list[list[Day | None]]:
    """The month's weeks from Monday on; None before the first day and after the last. Two queries."""
    length = calendar.monthrange(month.year, month.month)[1]
    last = month.replace(day=length)
    starts, ends = period_of(gateway, month, last)
    over = yesterday(gateway, now)
    counts = _counts(gateway, starts, ends)
    days = [
        Day(date, date <= over, counts.get(date, 0)) for date in (month.replace(day=n) for n in range(1, length + 1))
    ]
    _fill(days, Statement.objects.filter(gateway=gateway, state__in=[*LIVE, *RUNNING]), month, last)
    cells: list[Day | None] = [*[None] * month.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _counts(gateway: str, starts: dt.datetime, ends: dt.datetime) -> dict[dt.date, int]:
    paid = Payment.objects.filter(gateway=gateway, paid_at__gte=starts, paid_at__lt=ends)
    by_day = paid.annotate(day=TruncDate("paid_at", tzinfo=CLOCKS[gateway])).values("day").annotate(count=Count("id"))
    return {row["day"]: row["count"] for row in by_day.order_by()}


def _fill(days: Iterable[Day], statements: QuerySet[Statement], first: dt.date, last: dt.date) -> None:
    found = statements.filter(first_day__lte=last, last_day__gte=first).defer("errors")
    by_day = defaultdict(list)
    for each in found.order_by("created_at"):
        for offset in range(each.days):
            by_day[each.first_day + dt.timedelta(days=offset)].append(each)
    for day in days:
        day.statements = by_day[day.date]
