"""What an endpoint has missed, sent anew: begun, watched, stopped."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from tenants.access.powers import Power
from tenants.console.staff import staff_only
from tenants.console.views.webhooks import Opened, opened, ways_of
from webhooks.enums import RedeliveryKind, RedeliveryState
from webhooks.errors import EndpointNotActive, RedeliveryNotCancelable, TimeRangeInvalid
from webhooks.selectors import find_redelivery
from webhooks.services.begin_redelivery import KEPT, begin_redelivery
from webhooks.services.cancel_redelivery import cancel_redelivery

A_DAY, MARGIN = dt.timedelta(days=1), dt.timedelta(minutes=1)
COLOURS = {
    RedeliveryState.RUNNING: "blue",
    RedeliveryState.SUCCEEDED: "green",
    RedeliveryState.FAILED: "red",
}
READ = gettext_lazy("请填写日期和时间。")


class GapForm(forms.Form):
    """From when until when; local times of the page."""

    since = forms.DateTimeField(error_messages=dict.fromkeys(("required", "invalid"), READ))
    until = forms.DateTimeField(required=False, error_messages={"invalid": READ})


def gap_of(endpoint: Any, told: str = "") -> dict[str, dt.datetime]:
    """What an endpoint has probably missed: since it was last well. In its shop, by the shop's clock.

    Args:
        told: since when, where that is known better: it is forgotten by enabling the endpoint.
    """
    ahead = now() - on_the_wall(now())
    known = endpoint.failing_since or endpoint.disabled_at or endpoint.last_success_at
    since = known + ahead if known is not None else now() - A_DAY
    if (given := _moment(told)) is not None:
        since = given
    return {"since": max(min(since, now() - MARGIN), now() - KEPT + MARGIN), "until": now()}


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is None or timezone.is_aware(found) else None


def progress_of(row: Any) -> dict[str, Any]:
    """How far a recovery is, and how long it will take."""
    running = row.state in {RedeliveryState.QUEUED, RedeliveryState.RUNNING}
    passed = (on_the_wall(now()) - row.created_at).total_seconds()
    left = round(passed * (row.total - row.done) / row.done) if running and row.done else None
    return {
        "row": row,
        "id": public_id("op", row.id),
        "running": running,
        "colour": COLOURS.get(row.state, ""),
        "percent": int(100 * row.done / row.total) if row.total else (0 if running else 100),
        "left": left,
        "rate": round(row.done / passed) if running and row.done and passed >= 1 else None,
        "since": dt.datetime.fromisoformat(row.filter["since"]),
        "until": dt.datetime.fromisoformat(row.filter["until"]),
    }


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def begin(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Send an endpoint what it has not got of a time."""
    form = GapForm(request.POST)
    with opened(request, endpoint_id) as found:
        if not form.is_valid():
            messages.error(request, next(str(error) for errors in form.errors.values() for error in errors))
            return redirect(found.address() + "#recover")
        try:
            begin_redelivery(
                kind=RedeliveryKind.RECOVER,
                since=form.cleaned_data["since"],
                until=form.cleaned_data["until"] or now(),
                now=now(),
                endpoint_id=found.endpoint.id,
            )
        except TimeRangeInvalid:
            messages.error(request, _("时间范围不对：开始须早于结束，且在最近 30 天内。"))
        except EndpointNotActive:
            messages.error(request, _("端点已停用，请先启用再补发。"))
        else:
            messages.success(request, _("开始补发。可以离开此页，补发会继续。"))
        return redirect(found.address() + "#operations")


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def detail(request: HttpRequest, endpoint_id: str, operation_id: str) -> HttpResponse:
    """How far it is: for the page, which asks again; whoever comes by its address is led to the page."""
    with opened(request, endpoint_id) as found:
        operation = progress_of(_operation(found, operation_id))
    if not request.headers.get("HX-Request"):
        return redirect(found.address() + "#operations")
    context = {**ways_of(found.mode), "id": found.id, "operation": operation}
    return render(request, "console/endpoint_recovery.html", context)


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def cancel(request: HttpRequest, endpoint_id: str, operation_id: str) -> HttpResponse:
    """Stop it."""
    with opened(request, endpoint_id) as found:
        try:
            cancel_redelivery(redelivery_id=_operation(found, operation_id).id, now=now())
        except RedeliveryNotCancelable:
            messages.error(request, _("补发已经结束，不能取消。"))
        else:
            messages.success(request, _("已取消。已排队的事件仍会发送。"))
        return redirect(found.address() + "#operations")


def _operation(found: Opened, operation_id: str) -> Any:
    """One of this endpoint's.

    Raises:
        RecordNotFound, Http404
    """
    row = find_redelivery(parse_public_id("op", operation_id))
    if row is None:
        raise RecordNotFound(id=operation_id[:64])
    if row.filter["endpoint"] != str(found.endpoint.id):
        raise Http404
    return row
