"""Loading a statement: choose, look, start, watch, undo."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.powers import Power
from tenants.console.sheet_answer import answer_table
from tenants.console.staff import actor, note, staff_only
from tenants.console.statement_pages import detail_context, preview_context
from tenants.console.statement_words import fault_of, refusal_of
from tenants.console.views.reconciliation import list_channels
from tenants.inventory.uploads import SealedFile, StoredUpload, delete_upload
from tenants.reporting.channels import yesterday
from tenants.reporting.errors import StatementRefused, StatementRepeated
from tenants.reporting.selectors import get_statement
from tenants.reporting.services.cancel_statement import cancel_statement
from tenants.reporting.services.fetch_statement import fetch_statement
from tenants.reporting.services.match_channel import match_channel
from tenants.reporting.services.recognise_statement import recognise_statement
from tenants.reporting.services.start_statement import start_statement
from tenants.reporting.services.undo_statement import undo_statement

SALT = "kaquan.statement-preview"
KEPT = 86_400  # seconds that a preview can be started


def _new(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    channels = list_channels()
    asked = request.POST.get("gateway") or request.GET.get("channel", "")
    chosen = asked if asked in dict(channels) else ""
    shown = chosen or next(iter(dict(channels)), "")
    day = request.GET.get("day", "") or (yesterday(shown, now()).isoformat() if shown else "")
    context = {"channels": channels, "gateway": chosen, "shown": shown, "day": day, "error": error}
    return render(request, "console/reconciliation/new.html", context, status=status)


@staff_only(Power.FINANCE_RECONCILE)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file, or a day to be fetched; how to get the file at each institution."""
    return _new(request)


def _stored(request: HttpRequest) -> tuple[StoredUpload, str] | None:
    file = request.FILES.get("file")
    if isinstance(file, SealedFile) and file.stored.size:
        return file.stored, file.name or "statement"
    if isinstance(file, SealedFile):
        delete_upload(file.stored.name)
    return None


@staff_only(Power.FINANCE_RECONCILE, changes=False)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the file is, its first lines and sums; nothing is loaded yet."""
    found = _stored(request)
    if found is None:
        return _new(request, error=refusal_of(StatementRefused(reason="file_missing")), status=422)
    stored, filename = found
    try:
        shown = recognise_statement(upload=stored.name, gateway=request.POST.get("gateway", ""), now=now())
    except DomainError as refusal:
        delete_upload(stored.name)
        return _new(request, error=refusal_of(refusal), status=422)
    facts = {
        "upload": stored.name,
        "bytes": stored.size,
        "digest": stored.sha256.hex(),
        "filename": filename[:120],
        "gateway": shown.head.table.gateway.value,
        "format": shown.head.table.format.value,
        "covers": [shown.head.covers_payments, shown.head.covers_refunds],
    }
    signed = signing.dumps(facts, salt=SALT)
    return render(request, "console/reconciliation/preview.html", preview_context(shown, facts, signed))


@staff_only(Power.FINANCE_RECONCILE)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Load what was previewed."""
    try:
        facts = signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature as error:
        raise Http404 from error
    return _started(request, facts)


def _started(request: HttpRequest, facts: dict[str, Any]) -> HttpResponse:
    try:
        statement = start_statement(
            gateway=facts["gateway"],
            format=facts["format"],
            upload=facts["upload"],
            filename=facts["filename"],
            bytes=facts["bytes"],
            digest=bytes.fromhex(facts["digest"]),
            first_day=dt.date.fromisoformat(request.POST.get("first_day", "")),
            last_day=dt.date.fromisoformat(request.POST.get("last_day", "")),
            covers=(facts["covers"][0], facts["covers"][1]),
            created_by=actor(request),
            now=now(),
        )
    except ValueError:
        return _new(request, error=refusal_of(StatementRefused(reason="period_invalid")), status=422)
    except StatementRepeated as known:
        delete_upload(facts["upload"])
        messages.warning(request, refusal_of(known))
        return redirect("console:statement", statement_id=known.data["statement_id"])
    except DomainError as refusal:
        return _new(request, error=refusal_of(refusal), status=422)
    note(request, file=facts["filename"], channel=facts["gateway"])
    return redirect("console:statement", statement_id=statement.id)


@staff_only(Power.FINANCE_RECONCILE)
@require_POST
def fetch(request: HttpRequest) -> HttpResponse:
    """Ask the institution itself for a day."""
    gateway = request.POST.get("gateway", "")
    try:
        day = dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return _new(request, error=refusal_of(StatementRefused(reason="period_invalid")), status=422)
    if gateway not in dict(list_channels()):
        return _new(request, error=refusal_of(StatementRefused(reason="no_account")), status=422)
    try:
        statement = fetch_statement(gateway=gateway, day=day, created_by=actor(request), now=now())
    except StatementRepeated as known:
        messages.warning(request, refusal_of(known))
        return redirect("console:statement", statement_id=known.data["statement_id"])
    except DomainError as refusal:
        return _new(request, error=refusal_of(refusal), status=422)
    note(request, channel=gateway, day=day.isoformat())
    return redirect("console:statement", statement_id=statement.id)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def detail(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponse:
    """How far it is, what came of it."""
    try:
        context = detail_context(get_statement(statement_id))
    except RecordNotFound as error:
        raise Http404 from error
    context["may_act"] = Power.FINANCE_RECONCILE in request.powers  # type: ignore[attr-defined]
    state = request.headers.get("HX-Target") == "state"
    template = "console/reconciliation/statement_state.html" if state else "console/reconciliation/statement.html"
    return render(request, template, context)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def faults(request: HttpRequest, statement_id: uuid.UUID) -> HttpResponseBase:
    """The lines that were not taken."""
    try:
        statement = get_statement(statement_id)
    except RecordNotFound as error:
        raise Http404 from error
    rows = [[_("行"), _("问题")], *([str(line), fault_of(code)] for line, code in statement.errors)]
    return answer_table(rows, form="csv", file=f"statement-{statement.first_day}-errors")


@staff_only(Power.FINANCE_RECONCILE)
@require_POST
def act(request: HttpRequest, statement_id: uuid.UUID, verb: str) -> HttpResponse:
    """cancel, undo or rematch."""
    try:
        statement = get_statement(statement_id)
        if verb == "cancel":
            cancel_statement(statement_id=statement_id, now=now())
            messages.success(request, _("已请求取消，没有载入任何内容。"))
        elif verb == "undo":
            undo_statement(statement_id=statement_id, actor=actor(request), now=now())
            messages.success(request, _("账单已撤销：明细已移除，手续费已冲回。可以重新上传。"))
            return redirect(f"{reverse('console:reconciliation')}?channel={statement.gateway}")
        elif verb == "rematch":
            match_channel(gateway=statement.gateway, since=statement.starts_at, until=statement.ends_at, now=now())
            messages.success(request, _("已重新核对。"))
        else:
            raise Http404
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as refusal:
        messages.error(request, refusal_of(refusal))
    return redirect("console:statement", statement_id=statement_id)
