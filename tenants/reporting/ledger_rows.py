"""The ledger, newest first, a page at a time: kept totals say how many rows each day has, so that only the days of a page are read."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from types import SimpleNamespace
from typing import NamedTuple, overload

from django.db.models import Q, QuerySet

from tenants.finance.days import Period
from tenants.finance.models import LedgerTransfer
from tenants.finance.selectors import FactTotal, list_day_totals

ORDER = ("-at", "subject_id", "kind", "number")


class Wanted(NamedTuple):
    """Which transfers: of a period, and where given of an account (on either side), of a kind, in a currency, of a subject."""

    period: Period
    account: int | None = None
    kind: int | None = None
    currency: str = ""
    subject_id: uuid.UUID | None = None


class LedgerRows:
    """Transfers as a list that is read as far as it is looked at; to a table it looks like a query."""

    query = SimpleNamespace(order_by=())  # tables ask it for its order

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._days: list[tuple[dt.date, int]] | None = None

    @property
    def days(self) -> list[tuple[dt.date, int]]:
        """How many rows each day has, the newest first; days without any are not in it."""
        if self._days is None:
            counts: dict[dt.date, int] = {}
            for fact in list_day_totals(self._wanted.period):
                if fact.day is not None and self._fits(fact):
                    counts[fact.day] = counts.get(fact.day, 0) + fact.transfers
            self._days = sorted(counts.items(), reverse=True)
        return self._days

    def count(self) -> int:
        """How many there are."""
        return len(self)

    def order_by(self, *fields: str) -> LedgerRows:
        """Itself: it has one order."""
        return self

    def __len__(self) -> int:
        if self._wanted.subject_id is not None:
            return self._rows(self._wanted.period).count()
        return sum(count for _, count in self.days)

    @overload
    def __getitem__(self, place: int) -> LedgerTransfer: ...
    @overload
    def __getitem__(self, place: slice) -> list[LedgerTransfer]: ...
    def __getitem__(self, place: int | slice) -> LedgerTransfer | list[LedgerTransfer]:
        if isinstance(place, int):
            return self[place : place + 1][0]
        first, last = place.start or 0, len(self) if place.stop is None else place.stop
        if self._wanted.subject_id is not None:
            return list(self._rows(self._wanted.period).order_by(*ORDER)[first:last])
        return self._of_days(first, last)

    def __iter__(self) -> Iterator[LedgerTransfer]:
        return iter(self[:])

    def parts(self) -> Iterator[QuerySet[LedgerTransfer]]:
        """All of them, as queries of one day each: those days alone have to be looked through and sorted."""
        if self._wanted.subject_id is not None:
            yield self._rows(self._wanted.period).order_by(*ORDER)
            return
        for day, _ in self.days:
            yield self._rows(Period(day, day)).order_by(*ORDER)

    def _of_days(self, first: int, last: int) -> list[LedgerTransfer]:
        """Rows of the days that these places are in, and of no others, in one query."""
        passed, before = 0, 0
        days: list[dt.date] = []
        for day, count in self.days:
            if passed + count > first and passed < last:
                before = before if days else passed
                days.append(day)
            passed += count
        if not days:
            return []
        rows = self._rows(Period(days[-1], days[0])).order_by(*ORDER)
        return list(rows[first - before : last - before])

    def _fits(self, fact: FactTotal) -> bool:
        wanted = self._wanted
        return (
            (wanted.account is None or wanted.account in {fact.debit, fact.credit})
            and (wanted.kind is None or wanted.kind == fact.kind)
            and (not wanted.currency or wanted.currency == fact.currency)
        )

    def _rows(self, period: Period) -> QuerySet[LedgerTransfer]:
        wanted = self._wanted
        rows = LedgerTransfer.objects.all()
        if wanted.subject_id is not None:
            rows = rows.filter(subject_id=wanted.subject_id)
        else:
            rows = rows.filter(at__gte=period.since, at__lt=period.until)
        if wanted.account is not None:
            rows = rows.filter(Q(debit_id=wanted.account) | Q(credit_id=wanted.account))
        if wanted.kind is not None:
            rows = rows.filter(kind=wanted.kind)
        return rows.filter(currency=wanted.currency) if wanted.currency else rows
