from __future__ import annotations

import re
import uuid
from typing import ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.authentication import caller_of
from merchant_api.pagination import envelope, page_size, read_cursor, read_moment, write_cursor
from merchant_api.parameters import PAGE
from merchant_api.problem_table import PROBLEMS
from merchant_api.problems import ApiProblem
from merchant_api.redaction import EXTERNAL_ID
from merchant_api.v1.request_logs.serializers import RequestLogSerializer, render_entry
from merchant_api.views import ApiView
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from tenants.access.selectors import LogFilter, find_log_page, get_request_log_entry

BEFORE_ALL = uuid.UUID(int=0)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STATUS = re.compile(r"[1-5](?:[0-9]{2}|xx)", re.ASCII)
PATH = re.compile(r"/[A-Za-z0-9_./:{}-]{0,299}", re.ASCII)
MOMENT = {"type": "string", "format": "date-time"}
FILTERS = [
    OpenApiParameter(
        "external_id", {"type": "string", "pattern": f"^{EXTERNAL_ID.pattern}$"}, description="Your own number."
    ),
    OpenApiParameter(
        "status", {"type": "string", "pattern": "^[1-5]([0-9]{2}|xx)$"}, description="`409`, or a class: `4xx`, `5xx`."
    ),
    OpenApiParameter("method", str, enum=METHODS, description="Of HTTP."),
    OpenApiParameter(
        "path", {"type": "string", "pattern": f"^{PATH.pattern}$"}, description="Its beginning: `/v1/issuances`."
    ),
    OpenApiParameter("key", {"type": "string", "pattern": "^key_[0-7][0-9A-HJKMNP-TV-Z]{25}$"}, description="key_…"),
    OpenApiParameter("problem", str, enum=sorted(PROBLEMS), description="`code` of the problem that was answered."),
    OpenApiParameter("created[gte]", MOMENT, description="Not older than that."),
    OpenApiParameter("created[lt]", MOMENT, description="Older than that."),
]


class RequestLogList(ApiView):
    """The request log."""

    scopes: ClassVar[dict[str, str]] = {"GET": "logs:read"}

    @extend_schema(
        operation_id="list_request_logs",
        tags=["request_logs"],
        summary="Search the request log",
        parameters=[*PAGE, *FILTERS],
        responses=RequestLogSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Newest first, without bodies. A call is in it within two seconds; kept 183 days or more, in test mode 7.

        A page looks at 50,000 entries at most: with filters it may hold fewer than `limit`, even none, while `has_more` is
        true. `external_id` finds at once.
        """
        wanted, limit, cursor = _wanted(request), page_size(request), read_cursor(request)
        place = uuid.UUID(cursor.position[0]) if cursor else None
        newer = cursor is not None and cursor.backwards
        page = find_log_page(wanted, limit=limit, beyond=place, newest_first=not newer)
        entries = page.entries[::-1] if newer else page.entries
        older_end, newer_end = page.last, None
        if newer:
            older_end, newer_end = (entries[-1].id if entries else page.last), page.last
        elif cursor:
            newer_end = entries[0].id if entries else page.last or BEFORE_ALL
        livemode = caller_of(request).livemode
        return Response(
            envelope(
                [render_entry(entry, livemode=livemode) for entry in entries],
                write_cursor(request, [str(older_end)]) if older_end else None,
                write_cursor(request, [str(newer_end)], backwards=True) if newer_end else None,
            )
        )


class RequestLogDetail(ApiView):
    """One entry of the request log."""

    scopes: ClassVar[dict[str, str]] = {"GET": "logs:read"}

    @extend_schema(
        operation_id="get_request_log",
        tags=["request_logs"],
        summary="Get an entry of the request log",
        responses=RequestLogSerializer,
    )
    def get(self, request: Request, request_id: str) -> Response:
        """By its `Request-Id`, with what was sent and answered. Only what cannot be a secret is kept of it."""
        entry = get_request_log_entry(parse_public_id("req", request_id))
        return Response(render_entry(entry, livemode=caller_of(request).livemode, with_bodies=True))


def _wanted(request: Request) -> LogFilter:
    """The filters of the query string.

    Raises:
        ApiProblem: ``invalid_parameter``.
    """
    status = _matching(request, "status", STATUS, "a status like 409 or a class like 4xx")
    return LogFilter(
        external_id=_matching(request, "external_id", EXTERNAL_ID, "1 to 64 characters of A-Z a-z 0-9 . _ : -"),
        status=int(status.removesuffix("xx")) if status else None,
        method=_one_of(request, "method", METHODS),
        path=_matching(request, "path", PATH, "the beginning of a path like /v1/issuances"),
        key_id=_key(request),
        problem=_one_of(request, "problem", sorted(PROBLEMS)),
        since=read_moment(request, "created[gte]"),
        until=read_moment(request, "created[lt]"),
    )


def _matching(request: Request, name: str, pattern: re.Pattern[str], reason: str) -> str:
    raw = request.query_params.get(name)
    if raw is not None and not pattern.fullmatch(raw):
        raise ApiProblem("invalid_parameter", param=name, reason=reason)
    return raw or ""


def _one_of(request: Request, name: str, values: tuple[str, ...] | list[str]) -> str:
    raw = request.query_params.get(name)
    if raw is not None and raw not in values:
        raise ApiProblem("invalid_parameter", param=name, reason="one of " + ", ".join(values))
    return raw or ""


def _key(request: Request) -> uuid.UUID | None:
    raw = request.query_params.get("key")
    try:
        return None if raw is None else parse_public_id("key", raw)
    except RecordNotFound as error:
        raise ApiProblem("invalid_parameter", param="key", reason="the id of a key: key_…") from error
