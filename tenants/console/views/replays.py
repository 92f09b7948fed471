from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.addresses import api_url
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.errors import TwinNotReady
from tenants.access.models import RequestLogEntry
from tenants.access.powers import Power
from tenants.access.replays import Replay, find_obstacle, replay_in_test
from tenants.access.selectors import get_request_log_entry
from tenants.access.services.store_request_log import LogRow
from tenants.console.curl import pretty
from tenants.console.staff import staff_only


@staff_only(Power.LOGS_VIEW)
@require_POST
def replay(request: HttpRequest, request_id: str) -> HttpResponse:
    """A failed live request, sent again in the test shop: both answers side by side."""
    try:
        entry = get_request_log_entry(parse_public_id("req", request_id))
        if find_obstacle(entry) is not None:
            raise Http404
        done = replay_in_test(entry, ip=ip_of(request))
    except RecordNotFound as error:
        raise Http404 from error
    except TwinNotReady:
        messages.error(request, _("测试店铺正在准备，请稍后再试。"))
        return redirect("console:log", request_id)
    return render(request, "console/log_replay.html", _context(entry, done))


def _context(entry: RequestLogEntry, done: Replay) -> dict[str, Any]:
    same = (entry.status, entry.problem) == (done.answered.status, done.answered.problem)
    return {
        "entry": entry,
        "id": public_id("req", entry.id),
        "replay_id": public_id("req", done.answered.id),
        "replay": done,
        "same": same,
        "for_want": not same and done.left_out and done.answered.problem in {"parameter_missing", "invalid_parameter"},
        "sides": [_side(gettext_lazy("正式"), entry), _side(gettext_lazy("测试"), done.answered)],
    }


def _side(title: Any, answered: RequestLogEntry | LogRow) -> dict[str, Any]:
    body = answered.response_body
    return {
        "title": title,
        "status": answered.status,
        "colour": {2: "green", 4: "amber", 5: "red"}.get(answered.status // 100, ""),
        "problem": answered.problem,
        "documentation": api_url(f"/errors/{answered.problem}") if answered.problem else "",
        "body": pretty(body) if body else "",
    }
