"""Files that a job writes: how far they are, and the file itself for who asked for it, as long as it is kept."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.client_address import ip_of
from tenants.access.powers import Power
from tenants.console.export_words import STATES, TONES
from tenants.console.long_sheets import LONG, asked_again, start_sheet
from tenants.console.staff import note, person, staff_only
from tenants.reporting.enums import ExportState
from tenants.reporting.errors import ExportExpired, ExportNotCancelable
from tenants.reporting.files.writers import TYPES
from tenants.reporting.makers import make_sheet
from tenants.reporting.models import Export
from tenants.reporting.progress import export_progress
from tenants.reporting.selectors import get_export, list_exports_of
from tenants.reporting.services.cancel_export import cancel_export
from tenants.reporting.services.open_download import open_download
from tenants.reporting.services.revoke_export import revoke_export

SHOWN = 50


def _mine(request: HttpRequest, export_id: uuid.UUID) -> Export:
    """One that this person asked for, and would be given today as well."""
    try:
        found = get_export(export_id, person(request).user_id)
    except RecordNotFound as error:
        raise Http404 from error
    if found.sheet not in LONG or LONG[found.sheet].power not in request.powers:  # type: ignore[attr-defined]
        raise Http404
    return found


def _shown(export: Export) -> dict[str, Any]:
    over = export.state == ExportState.COMPLETED and export.expires_at is not None and export.expires_at <= now()
    state = ExportState.EXPIRED if over else ExportState(export.state)  # not swept yet
    progress = export_progress(export)
    kind = LONG[export.sheet]
    return {
        "row": export,
        "label": kind.label,
        "path": kind.path(export.asked),
        "state": STATES[state],
        "tone": TONES[state],
        "ready": state == ExportState.COMPLETED,
        "failed": state == ExportState.FAILED,
        "progress": progress,
        "rows": f"{export.rows:,}",
        "done": f"{progress.done:,}",
        "total": f"{progress.total:,}" if progress.total else "",
        "percent": progress.done * 100 // progress.total if progress.total else 0,
    }


@staff_only(Power.START)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What this person had written lately."""
    kinds = [name for name, kind in LONG.items() if kind.power in request.powers]  # type: ignore[attr-defined]
    mine = list_exports_of(person(request).user_id).filter(sheet__in=kinds).order_by("-created_at", "-id")
    rows = [_shown(export) for export in mine[:SHOWN]]
    return render(
        request,
        "console/exports/list.html",
        {"rows": rows, "underway": any(shown["row"].is_underway for shown in rows)},
    )


@staff_only(Power.START)
@require_safe
def detail(request: HttpRequest, export_id: uuid.UUID) -> HttpResponse:
    """How far one is; the file, once it is there."""
    part = request.headers.get("HX-Target") == "export"
    template = "console/exports/state.html" if part else "console/exports/export.html"
    return render(request, template, {"shown": _shown(_mine(request, export_id))})


@staff_only(Power.START)
@require_POST
def download(request: HttpRequest, export_id: uuid.UUID) -> HttpResponseBase:
    """The file. That it was fetched is on record before the first byte leaves."""
    export = _mine(request, export_id)
    note(request, sheet=export.sheet, rows=export.rows, file=export.filename)
    try:
        found = open_download(
            export_id=export.id, ip=ip_of(request) or None, now=now(), user_id=person(request).user_id
        )
    except ExportExpired:
        messages.error(request, _("文件已过期或已删除，可以重新导出。"))
        return redirect("console:export", export_id=export_id)
    kind = TYPES[export.format]
    answer = FileResponse(found.content, as_attachment=True, filename=export.filename, content_type=kind)
    answer.headers["Content-Length"] = str(export.bytes)
    return answer


@staff_only(Power.START)
@require_POST
def act(request: HttpRequest, export_id: uuid.UUID, verb: str) -> HttpResponseBase:
    """Stop it, delete its file before its time, or have it written once more, of what is there now."""
    export = _mine(request, export_id)
    note(request, act=verb, sheet=export.sheet, file=export.filename)
    if verb == "again":
        asked = asked_again(export.sheet, export.asked)
        return start_sheet(request, export.sheet, asked, file=make_sheet(export.sheet, asked).sheet.name)
    if verb == "cancel":
        try:
            cancel_export(export_id=export.id, now=now())
        except ExportNotCancelable:
            messages.info(request, _("已经写完了，无需取消。"))
        else:
            messages.success(request, _("已取消导出。"))
    elif verb == "delete":
        revoke_export(export_id=export.id, now=now())
        messages.success(request, _("文件已删除。"))
    else:
        raise Http404
    return redirect("console:export", export_id=export_id)
