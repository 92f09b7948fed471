"""The request log: what a recognised key asked and was answered. Taken note of in the request, worked out and written behind it.

Nothing here may fail or slow a request: it costs the request a few microseconds and no statement. Bodies are kept as they
came, in memory, until a thread redacts and writes them (a second later at most).
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse

from merchant_api.log_entries import LARGEST_BODY, Captured, entry_of
from platform_core.kernel.write_behind import WriteBehind
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.services.store_request_log import LogRow, store_request_log

logger = logging.getLogger(__name__)
MOST_BYTES = 16 * 1024 * 1024  # kept in one process
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
FIXED = 2_000  # bytes of a noted request beside its bodies
LARGEST_COUNT = 2**31 - 1  # a client may claim what it likes
PACE = 8  # requests worked out at a stretch, half a millisecond


class RequestLogMiddleware:
    """Notes each answered request of a recognised key, whatever the answer was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        if hasattr(request, "caller"):
            request_log.add(capture(request, response, time.perf_counter() - begun))
        return response


def capture(request: HttpRequest, response: HttpResponse, seconds: float) -> Captured:
    """Take note of an answered request; ``caller``, ``request_uuid`` and ``resolver_match`` were set on the way."""
    meta, headers, match = request.META, response.headers, request.resolver_match
    content = b"" if response.streaming else response.content
    sent, noted = meta.get("CONTENT_LENGTH") or "0", getattr(request, "noted_body", None)
    answered = len(content)
    asked = min(int(sent), LARGEST_COUNT) if sent.isdecimal() else 0
    if noted is not None and len(noted) > LARGEST_BODY:
        noted = None
    return Captured(
        request_id=request.request_uuid,  # type: ignore[attr-defined]
        caller=request.caller,  # type: ignore[attr-defined]
        method=request.method if request.method in METHODS else "OTHER",
        view=getattr(match.func, "cls", None) if match else None,
        route=match.route if match else "",
        path_values=match.kwargs if match else {},
        query=meta.get("QUERY_STRING", ""),
        status=response.status_code,
        seconds=seconds,
        ip=ip_of(request),
        user_agent=meta.get("HTTP_USER_AGENT", ""),
        version=headers.get("Kaquan-Version", ""),
        idempotency_key=meta.get("HTTP_IDEMPOTENCY_KEY", ""),
        replayed="Idempotent-Replayed" in headers,
        original_request=headers.get("Original-Request-Id", ""),
        content_type=meta.get("CONTENT_TYPE", ""),
        request_bytes=asked,
        request_body=noted,
        response_type=headers.get("Content-Type", ""),
        response_bytes=answered,
        response_body=content if answered <= LARGEST_BODY else None,
        # A form's file is not held, its fields are.
        size=FIXED + min(asked, LARGEST_BODY) + min(answered, LARGEST_BODY),
    )


def write_captured(captured: list[Captured]) -> list[Captured]:
    """Write requests to the logs of their merchants; each merchant's in one statement.

    Returns:
        Those that are to be tried again, because the database could not be reached.
    """
    groups: dict[tuple[TenantRef, bool], list[Captured]] = defaultdict(list)
    for each in captured:
        groups[each.caller.live_tenant, each.caller.livemode].append(each)
    left: list[Captured] = []
    try:
        for (live, livemode), group in groups.items():
            try:
                tenant = live if livemode else directory.find_twin(live)
                if tenant is not None:  # else the key was refused before its test twin was ever made
                    rows = _worked_out(group)
                    with connection.wrap_database_errors, tenant_context(tenant):
                        store_request_log(rows=rows)
            except (OperationalError, InterfaceError):
                left += group
            except DatabaseError as error:  # e.g. the merchant is gone
                logger.warning("request log of %s: %d lost (%s)", live.schema_name, len(group), type(error).__name__)
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return left


def _worked_out(group: list[Captured]) -> list[LogRow]:
    rows = []
    for number, each in enumerate(group):
        try:
            rows.append(entry_of(each))
        except Exception as error:  # its words could quote what was sent
            logger.error("request %s could not be logged (%s)", each.request_id, type(error).__name__)
        if number % PACE == 0:
            time.sleep(0)  # whoever serves a request and waits for the interpreter comes first
    return rows


request_log: WriteBehind[Captured] = WriteBehind(
    "request-log", write_captured, seconds=settings.KAQUAN_REQUEST_LOG_SECONDS, most_bytes=MOST_BYTES
)
