"""Cursor lists: opaque, signed, bound to the filters, stable while rows are added."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.request import Request

from merchant_api.problems import ApiProblem

DEFAULT, MAXIMUM = 20, 100
SALT = "kaquan.cursor"
TOTAL = "total_estimate"
COUNTED = 1_000  # up to so many rows the estimate is exact


def page_size(request: Request, maximum: int = MAXIMUM) -> int:
    """``limit`` of the query string, 1 to ``maximum``.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    raw = request.query_params.get("limit", str(DEFAULT))
    if not raw.isdecimal() or not 1 <= int(raw) <= maximum:
        raise ApiProblem("invalid_parameter", param="limit", reason=f"1 to {maximum}")
    return int(raw)


def _filter_hash(request: Request) -> str:
    kept = sorted(
        (key, value) for key, value in request.query_params.items() if key not in {"cursor", "limit", "include"}
    )
    return hashlib.sha256(orjson.dumps([request.path, kept])).hexdigest()[:16]


class Cursor(NamedTuple):
    """A place in a list: the key of the row beside it, and on which side the page lies."""

    position: list[Any]
    backwards: bool


def read_cursor(request: Request) -> Cursor | None:
    """Where the page is, or None at the beginning of the list.

    Raises:
        ApiProblem: ``invalid_cursor`` (forged, or from other filters).
    """
    raw = request.query_params.get("cursor")
    if not raw:
        return None
    try:
        filters, position, backwards = signing.loads(raw, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ApiProblem("invalid_cursor", param="cursor") from error
    if filters != _filter_hash(request):
        raise ApiProblem("invalid_cursor", param="cursor")
    return Cursor(list(position), backwards)


def write_cursor(request: Request, position: list[Any], *, backwards: bool = False) -> str:
    """A cursor of the page after ``position``, or before it."""
    return signing.dumps([_filter_hash(request), position, backwards], salt=SALT)


def envelope(data: list[Any], next_cursor: str | None, prev_cursor: str | None = None) -> dict[str, Any]:
    """The list object."""
    return {
        "object": "list",
        "data": data,
        "has_more": next_cursor is not None,
        "next_cursor": next_cursor,
        "prev_cursor": prev_cursor,
    }


def read_flag(request: Request, name: str) -> bool | None:
    """A ``true`` or ``false`` of the query string; None: not given.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    raw = request.query_params.get(name)
    if raw not in {None, "true", "false"}:
        raise ApiProblem("invalid_parameter", param=name, reason="true or false")
    return None if raw is None else raw == "true"


def read_moment(request: Request, name: str) -> dt.datetime | None:
    """A moment of the query string; None: not given.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    raw = request.query_params.get(name)
    if raw is None:
        return None
    try:
        moment = parse_datetime(raw.replace(" ", "+"))  # a plus sign that nobody escaped
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ApiProblem("invalid_parameter", param=name, reason="a time with its zone, ISO 8601")
    return moment


def updated_after(request: Request) -> dt.datetime | None:
    """``updated_after`` of the query string.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    return read_moment(request, "updated_after")


class Field(NamedTuple):
    """A column that a list is ordered by, and how its value is written into a cursor and read again."""

    name: str
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


ID = Field("id", str, uuid.UUID)
UPDATED_AT = Field("updated_at", dt.datetime.isoformat, dt.datetime.fromisoformat)


def paginate(
    request: Request,
    rows: QuerySet[Any],
    render: Callable[[list[Any]], list[Any]],
    *,
    by: Sequence[Field],
    newest_first: bool = False,
) -> dict[str, Any]:
    """A page of rows, which stays where it is while rows are added.

    Args:
        render: the rows of the page, for the answer.
        by: columns that together tell all rows apart.
    """
    size, cursor, everything = page_size(request), read_cursor(request), rows
    backwards = cursor is not None and cursor.backwards
    ascending = newest_first == backwards
    if cursor is not None:
        rows = rows.filter(_beyond(by, cursor.position, "gt" if ascending else "lt"))
    found = list(rows.order_by(*(field.name if ascending else f"-{field.name}" for field in by))[: size + 1])
    page, more = found[:size], len(found) > size
    if backwards:
        page.reverse()

    def beside(row: Any, *, before: bool) -> str:
        return write_cursor(request, [field.write(getattr(row, field.name)) for field in by], backwards=before)

    following = beside(page[-1], before=False) if page and (more or backwards) else None
    preceding = beside(page[0], before=True) if page and (more if backwards else cursor is not None) else None
    shown = envelope(render(page), following, preceding)
    if wants_total(request):
        whole = cursor is None and not more
        shown["total_estimate"] = len(page) if whole else max(len(page), _estimate(everything))
    return shown


def wants_total(request: Request) -> bool:
    """Is ``total_estimate`` to be told? Counting costs, so it is asked for.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    wanted = request.query_params.getlist("include")
    if any(each != TOTAL for each in wanted):
        raise ApiProblem("invalid_parameter", param="include", reason=f"{TOTAL} is all that can be included")
    return bool(wanted)


def _estimate(rows: QuerySet[Any]) -> int:
    """What PostgreSQL expects to find, which costs the same however much it is; of few rows, the number itself."""
    counted = rows.order_by()[:COUNTED].count()
    if counted < COUNTED:
        return counted
    plan = orjson.loads(rows.order_by().values("pk").explain(format="json"))
    return max(COUNTED, int(plan[0]["Plan"]["Plan Rows"]))


def _beyond(by: Sequence[Field], position: list[Any], side: str) -> Q:
    """Rows on one side of a place: by the first column, or by the next where that is equal."""
    wanted, equal = Q(), Q()
    for field, text in zip(by, position, strict=True):
        value = field.read(text)
        wanted |= equal & Q(**{f"{field.name}__{side}": value})
        equal &= Q(**{field.name: value})
    return wanted


def paginate_by_change(
    request: Request, rows: QuerySet[Any], since: dt.datetime, render: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any]:
    """A page of what was changed after a moment, oldest change first: who copies the list asks on from the last one.

    Rows that were changed at one moment are told apart by their id, so that none is left out between two pages. A change
    that is being committed while we read is not seen yet and may be older than one that is: askers begin a minute earlier.
    """
    changed = rows.filter(updated_at__gt=since)
    return paginate(request, changed, lambda page: [render(row) for row in page], by=(UPDATED_AT, ID))


def paginate_newest_first(
    request: Request, rows: QuerySet[Any], render: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any]:
    """A page of rows, newest first (ids are in time order); new rows never shift later pages."""
    return paginate(request, rows, lambda page: [render(row) for row in page], by=(ID,), newest_first=True)
