from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.addresses import api_url
from tenants.access.enums import BodyOmission
from tenants.access.models import ApiKey, RequestLogEntry
from tenants.access.powers import Power
from tenants.access.replays import find_obstacle
from tenants.access.request_numbers import MARK
from tenants.access.selectors import LOOKED_AT, LogFilter, LogPage, find_log_page, get_request_log_entry
from tenants.console.curl import as_curl, pretty
from tenants.console.staff import staff_only
from tenants.console.views.modes import mode_of, place

AT_ONCE = 50
NOTHING = LogPage([], None)
CLASSES = {
    "": gettext_lazy("全部"),
    "2": gettext_lazy("成功 2xx"),
    "4": gettext_lazy("被拒绝 4xx"),
    "5": gettext_lazy("出错 5xx"),
}


@staff_only(Power.LOGS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Requests of the shop's systems, newest first; found by their id or by the merchant's own number."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "status", "before")}
    mode = mode_of(request)
    status = asked["status"] if asked["status"] in CLASSES else ""
    with place(mode) as exists:
        page = _found(asked["q"], status, asked["before"]) if exists else NOTHING
    rows = _rows(page.entries)
    kept = {"mode": mode, "q": asked["q"], "status": status}
    context = {
        "rows": rows,
        "mode": mode,
        "query": asked["q"],
        "status": status,
        "classes": CLASSES.items(),
        "filtered": bool(asked["q"] or status or asked["before"]),
        "older": urlencode({**kept, "before": public_id("req", page.last)}) if page.last else "",
        "looked_at": LOOKED_AT,
        "ping": f'curl {api_url("/v1/ping")} \\\n  -H "Authorization: Bearer $KAQUAN_API_KEY"',
    }
    return render(request, "console/logs.html", context)


@staff_only(Power.LOGS_VIEW)
@require_safe
def detail(request: HttpRequest, request_id: str) -> HttpResponse:
    """One request: what was sent and answered, redacted, and how to try it again."""
    mode = mode_of(request)
    try:
        with place(mode) as exists:
            if not exists:
                raise RecordNotFound
            entry = get_request_log_entry(parse_public_id("req", request_id))
    except RecordNotFound:
        missing = {"mode": mode, "request_id": request_id[:40]}
        return render(request, "console/log_missing.html", missing, status=404)
    [row] = _rows([entry])
    context: dict[str, Any] = {
        **row,
        "mode": mode,
        "query": unquote_plus(entry.query),
        "original": entry.original_request,
        "documentation": api_url(f"/errors/{entry.problem}") if entry.problem else "",
        "parts": [
            _part(gettext_lazy("请求"), entry.request_bytes, entry.request_body, entry.request_omitted),
            _part(gettext_lazy("应答"), entry.response_bytes, entry.response_body, entry.response_omitted),
        ],
        "curl": as_curl(entry),
        "failed": mode == "live" and entry.status >= 400,
        "obstacle": find_obstacle(entry),
    }
    return render(request, "console/log.html", context)


def _found(query: str, status: str, before: str) -> LogPage:
    if "\x00" in query:
        return NOTHING
    try:
        if query.startswith("req_"):
            return LogPage([get_request_log_entry(parse_public_id("req", query))], None)
        beyond = parse_public_id("req", before) if before else None
    except RecordNotFound:
        return NOTHING
    wanted = LogFilter(status=int(status) if status else None, external_id=query[:64])
    return find_log_page(wanted, limit=AT_ONCE, beyond=beyond)


def _rows(entries: list[RequestLogEntry]) -> list[dict[str, Any]]:
    """Entries with what their ids mean; keys stand in the live shop, test keys too."""
    names = dict(ApiKey.objects.filter(pk__in={each.key_id for each in entries}).values_list("id", "name"))
    return [
        {
            "entry": each,
            "id": public_id("req", each.id),
            "colour": {2: "green", 4: "amber", 5: "red"}.get(each.status // 100, ""),
            "number": "" if (each.external_id or MARK).startswith(MARK) else each.external_id,
            "key": names.get(each.key_id) or public_id("key", each.key_id),
        }
        for each in entries
    ]


def _part(title: Any, size: int, body: str, omitted: str) -> dict[str, Any]:
    why = BodyOmission(omitted).label if omitted else ""
    return {"title": title, "bytes": size, "body": pretty(body) if body else "", "why": why}
