"""The language in which conditions of rules are written: CEL, with the calendar and the check digits that the law needs.

Facts have types, and a condition that does not fit them is refused when it is compiled, not when somebody is screened by it.
A day is a moment at midnight UTC: CEL compares and orders those by itself.
"""

from __future__ import annotations

import calendar
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from cel_expr_python import cel

LONGEST_KEPT: Final = 500  # characters; of what is longer (terms, say) only its print is written down
LEAST, MOST = -(2**63), 2**63 - 1  # what the language's integers hold
USCC_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
USCC_LENGTH: Final = 18
USCC_REGION: Final = slice(2, 8)


class Fact(NamedTuple):
    """Something that a rule asks about its subject.

    ``kind``: a key of ``KINDS``. ``optional``: asked in some cases only; where the condition does get to it, it must be there.
    """

    name: str
    kind: str
    optional: bool = False


def add_months(day: dt.datetime, months: int) -> dt.datetime:
    """The same day of a later month; the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_years(day: dt.datetime, years: int) -> dt.datetime:
    """The same day of a later year; 28 February after a 29th."""
    return add_months(day, 12 * years)


def add_days(day: dt.datetime, days: int) -> dt.datetime:
    """So many days later."""
    return day + dt.timedelta(days=days)


def count_days(first: dt.datetime, last: dt.datetime) -> int:
    """Days from the first to the last; negative where the last comes first."""
    return (last - first).days


def is_uscc(text: str) -> bool:
    """Is it a well-formed unified social credit code (统一社会信用代码)? Says nothing of whether anybody has it.

    python-stdnum asks for eight digits at first and so refuses those of rural collectives, which begin with N or Y.
    """
    if len(text) != USCC_LENGTH or set(text) - set(USCC_ALPHABET) or not text[USCC_REGION].isdecimal():
        return False
    total = sum(USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(text[:-1]))
    return USCC_ALPHABET[-total % 31] == text[-1]


def _is_text(value: object) -> bool:
    if type(value) is not str:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half a surrogate pair: not in any file that we could store
        return False
    return True


def _is_number(value: object) -> bool:
    return type(value) is int and LEAST <= value <= MOST


def _is_moment(value: object) -> bool:
    return isinstance(value, dt.datetime) and value.tzinfo is not None


def _as_midnight(day: Any) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


class Kind(NamedTuple):
    """A type of fact: what the language calls it, which values are of it, and how they are given to it and written down."""

    type: cel.Type
    fits: Callable[[object], bool]
    give: Callable[[Any], Any]
    write: Callable[[Any], Any]


def _same(value: Any) -> Any:
    return value


def _shortly(text: str) -> str:
    return text if len(text) <= LONGEST_KEPT else f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _listed(fits: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list | tuple) and all(fits(each) for each in value)


# No fractions: money is in minor units, shares in basis points or per mille, times in days, minutes or seconds.
KINDS: Final[Mapping[str, Kind]] = {
    "bool": Kind(cel.Type.BOOL, lambda value: type(value) is bool, _same, _same),
    "int": Kind(cel.Type.INT, _is_number, _same, _same),
    "text": Kind(cel.Type.STRING, _is_text, _same, _shortly),
    "date": Kind(cel.Type.TIMESTAMP, lambda value: type(value) is dt.date, _as_midnight, dt.date.isoformat),
    "moment": Kind(cel.Type.TIMESTAMP, _is_moment, _same, lambda value: value.astimezone(dt.UTC).isoformat()),
    "texts": Kind(cel.Type.List(cel.Type.STRING), _listed(_is_text), list, list),
    "ints": Kind(cel.Type.List(cel.Type.INT), _listed(_is_number), list, list),
}


def _function(name: str, takes: list[cel.Type], gives: cel.Type, does: Callable[..., Any]) -> cel.FunctionDecl:
    return cel.FunctionDecl(name, [cel.Overload(f"{name}_own", return_type=gives, parameters=takes, impl=does)])


_DAY, _INT = cel.Type.TIMESTAMP, cel.Type.INT
FUNCTIONS: Final = (
    _function("addDays", [_DAY, _INT], _DAY, add_days),
    _function("addMonths", [_DAY, _INT], _DAY, add_months),
    _function("addYears", [_DAY, _INT], _DAY, add_years),
    _function("days", [_DAY, _DAY], _INT, count_days),
    _function("isUscc", [cel.Type.STRING], cel.Type.BOOL, is_uscc),
)


@lru_cache(maxsize=4096)
def compile_expression(text: str, facts: tuple[Fact, ...]) -> cel.Expression:
    """An expression over some facts, ready to be evaluated any number of times.

    Raises:
        ValueError: it is not one, or does not fit the types of the facts.
    """
    names = {fact.name: KINDS[fact.kind].type for fact in facts}
    try:
        return cel.NewEnv(variables=names, functions=list(FUNCTIONS)).compile(text)
    except RuntimeError as error:
        raise ValueError(str(error)) from error


def compile_condition(text: str, facts: tuple[Fact, ...]) -> cel.Expression:
    """An expression that is true or false.

    Raises:
        ValueError
    """
    expression = compile_expression(text, facts)
    if expression.return_type() != cel.Type.BOOL:
        raise ValueError(f"{text}: neither true nor false")
    return expression


def find_value(expression: cel.Expression, given: Mapping[str, Any]) -> Any:
    """What an expression comes to; None where it comes to nothing: something that it asks for is missing, or it went wrong.

    ``a || b`` is true where ``a`` is, also where ``b`` cannot be told; ``a && b`` is false likewise.
    """
    try:
        value = expression.eval(data=given)
    except RuntimeError:
        return None
    return None if value.type() == cel.Type.ERROR else value.value()
