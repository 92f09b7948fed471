"""Whether a report says what the ledger says: computed anew from each transfer, never assumed."""

from __future__ import annotations

from typing import NamedTuple

from tenants.finance.days import Period
from tenants.finance.selectors import list_totals, list_totals_in_ledger
from tenants.reporting.enums import FigureBy
from tenants.reporting.figures import Figure
from tenants.reporting.profit import Result, results_of
from tenants.reporting.selectors import list_figures

OF_FIGURES = ("gross", "discounts", "refunds", "cost", "fees", "commission")


class Difference(NamedTuple):
    """A figure that a report and the ledger do not agree about; amounts in minor units."""

    currency: str
    key: str
    reported: int
    booked: int


class Checked(NamedTuple):
    """How many transfers were read, and what differs: nothing, or a day that is being closed anew."""

    transfers: int
    differences: list[Difference]


def check_times(period: Period) -> Checked:
    """The daily and monthly report of a period against the ledger."""
    booked = list_totals_in_ledger(period)
    reported, known = results_of(list_totals(period)), results_of(booked)
    return Checked(sum(fact.transfers for fact in booked), _differences(reported, known, Result._fields))


def check_things(period: Period) -> Checked:
    """The reports by product and by supplier against the ledger."""
    booked = list_totals_in_ledger(period)
    reported: dict[str, Result] = {}
    for figure in list_figures(period, by=FigureBy.DAY):
        reported[figure.currency] = reported.get(figure.currency, Result()).plus(_result(figure))
    differences = _differences(reported, results_of(booked), OF_FIGURES)
    return Checked(sum(fact.transfers for fact in booked), differences)


def _result(figure: Figure) -> Result:
    return Result(**{key: getattr(figure, key) for key in OF_FIGURES})


def _differences(reported: dict[str, Result], booked: dict[str, Result], keys: tuple[str, ...]) -> list[Difference]:
    return [
        Difference(currency, key, mine, its)
        for currency in sorted({*reported, *booked})
        for key in keys
        for mine, its in [
            (getattr(reported.get(currency, Result()), key), getattr(booked.get(currency, Result()), key))
        ]
        if mine != its
    ]
