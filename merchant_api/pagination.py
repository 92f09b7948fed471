"""Cursor lists: opaque, signed, bound to the filters, stable while rows are added."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from rest_framework.request import Request

from merchant_api.problems import ApiProblem

DEFAULT, MAXIMUM = 20, 100
SALT = "kaquan.cursor"


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
    kept = sorted((key, value) for key, value in request.query_params.items() if key not in {"cursor", "limit"})
    return hashlib.sha256(orjson.dumps([request.path, kept])).hexdigest()[:16]


def read_cursor(request: Request) -> list[Any] | None:
    """Where the list goes on, or None at its beginning.

    Raises:
        ApiProblem: ``invalid_cursor`` (forged, or from other filters).
    """
    raw = request.query_params.get("cursor")
    if not raw:
        return None
    try:
        filters, position = signing.loads(raw, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise ApiProblem("invalid_cursor", param="cursor") from error
    if filters != _filter_hash(request):
        raise ApiProblem("invalid_cursor", param="cursor")
    return list(position)


def write_cursor(request: Request, position: list[Any]) -> str:
    """A cursor that goes on after ``position``."""
    return signing.dumps([_filter_hash(request), position], salt=SALT)


def envelope(data: list[Any], next_cursor: str | None) -> dict[str, Any]:
    """The list object."""
    return {"object": "list", "data": data, "has_more": next_cursor is not None, "next_cursor": next_cursor}


def read_flag(request: Request, name: str) -> bool | None:
    """A ``true`` or ``false`` of the query string; None: not given.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    raw = request.query_params.get(name)
    if raw not in {None, "true", "false"}:
        raise ApiProblem("invalid_parameter", param=name, reason="true or false")
    return None if raw is None else raw == "true"


def updated_after(request: Request) -> dt.datetime | None:
    """``updated_after`` of the query string (see ``read_moment``)."""
    return read_moment(request, "updated_after")


def read_moment(request: Request, name: str) -> dt.datetime | None:
    """A time of the query string, with its zone; None: not given.

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


def paginate_by_change(
    request: Request, rows: QuerySet[Any], since: dt.datetime, render: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any]:
    """A page of what was changed after a moment, oldest change first: who copies the list asks on from the last one.

    Rows that were changed at one moment are told apart by their id, so that none is left out between two pages. A change
    that is being committed while we read is not seen yet and may be older than one that is: askers begin a minute earlier.
    """
    size, position = page_size(request), read_cursor(request)
    rows = rows.filter(updated_at__gt=since)
    if position is not None:
        moment, last = dt.datetime.fromisoformat(position[0]), uuid.UUID(position[1])
        rows = rows.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, id__gt=last))
    found = list(rows.order_by("updated_at", "id")[: size + 1])
    page, more = found[:size], len(found) > size
    cursor = write_cursor(request, [page[-1].updated_at.isoformat(), str(page[-1].id)]) if more else None
    return envelope([render(row) for row in page], cursor)


def paginate_newest_first(
    request: Request, rows: QuerySet[Any], render: Callable[[Any], Mapping[str, Any]]
) -> dict[str, Any]:
    """A page of rows, newest first (ids are in time order); new rows never shift later pages."""
    size, position = page_size(request), read_cursor(request)
    if position is not None:
        rows = rows.filter(id__lt=uuid.UUID(position[0]))
    found = list(rows.order_by("-id")[: size + 1])
    page, more = found[:size], len(found) > size
    cursor = write_cursor(request, [str(page[-1].id)]) if more else None
    return envelope([render(row) for row in page], cursor)
