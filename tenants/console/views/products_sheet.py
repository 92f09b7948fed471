from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.job_progress import find_progress, tell_to_stop
from platform_core.kernel.money import format_money
from platform_core.kernel.spreadsheets import marked
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.catalog.enums import SheetAct
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.models import CatalogSheet
from tenants.catalog.services.apply_sheet import apply_sheet
from tenants.catalog.services.keep_sheet import keep_sheet
from tenants.catalog.services.start_sheet import start_sheet
from tenants.catalog.sheet import COLUMNS, LABELS, Plan, plan_sheet, sheet_lines
from tenants.console.plan_words import REFUSALS, find_plan_words
from tenants.console.sheet_answer import answer_table
from tenants.console.sheet_words import fault_words, file_words
from tenants.console.staff import actor, note, staff_only
from tenants.console.undo import tell_undoable
from tenants.inventory.reading import FileRefused
from tenants.inventory.reading.table import LARGEST, read_table
from tenants.inventory.uploads import SealedFile, delete_upload

SHOWN = 100
AT_ONCE = 100  # lines that a request applies itself
FORMS = frozenset({"csv", "xlsx"})


def _file(name: str, form: str, rows: Iterable[list[str]]) -> HttpResponseBase:
    """What is read back as it was, whatever a cell begins with."""
    return answer_table(([marked(cell) for cell in row] for row in rows), form=form, file=name)


@staff_only(Power.PRODUCTS_VIEW)
@require_safe
def export(request: HttpRequest, format: str) -> HttpResponseBase:
    """The whole catalogue as a table that the import reads back; ``template``: its head alone."""
    if format not in FORMS:
        raise Http404
    if "template" in request.GET:
        sample = {"name": _("爱奇艺会员"), "category": _("影音会员"), "sku_name": _("月卡"), "face_value": "25", "price": "23.00",
                  "cost": "20.50", "price_tiers": "5=22;10=21.50", "low_stock_threshold": "20"}  # fmt: skip
        keys = [key for key, _label, _head, _names in COLUMNS if key != "product_id"]
        heads = {key: head for key, _label, head, _names in COLUMNS}
        return _file(
            "catalogue-template", format, [[heads[key] for key in keys], [sample.get(key, "") for key in keys]]
        )
    day = local_date(now(), current_tenant().time_zone)
    return _file(f"catalogue-{day.isoformat()}", format, sheet_lines())


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a table of products, or look at those that were imported before."""
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if isinstance(file, SealedFile):
            try:
                rows = read_table(file.head(LARGEST + 1))
                sheet = keep_sheet(filename=file.name or "", rows=rows, actor=actor(request), now=now())
            except FileRefused as refusal:
                error = file_words(refusal.code)
            else:
                note(request, file=sheet.filename, lines=len(sheet.rows))
                return redirect("console:sheet", sheet_id=sheet.id)
            finally:
                delete_upload(file.stored.name)
        else:
            error = _("请选择文件。")
    before = (
        CatalogSheet.objects.filter(applied_at__isnull=False).defer("rows").select_related("change").order_by("-id")
    )
    underway = CatalogSheet.objects.exclude(running="").defer("rows", "result").order_by("-id")
    context = {"error": error, "before": before[:20], "underway": underway[:20]}
    return render(request, "console/products/sheets.html", context, status=422 if error else 200)


def _sheet(sheet_id: uuid.UUID) -> CatalogSheet:
    found = CatalogSheet.objects.select_related("change").filter(pk=sheet_id).first()
    if found is None:
        raise Http404
    return found


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """How a table would be read, column by column and line by line; after it was applied, what came of it."""
    row = _sheet(sheet_id)
    if row.running:
        return _running(request, row)
    if request.headers.get("HX-Target") == "state":  # a page that watched it; now there is another one to see
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("console:sheet", args=[sheet_id])})
    if row.applied_at is not None:
        faults = [(line, fault_words(column, fault)) for line, column, fault in (row.result or {}).get("faults", [])]
        context: dict[str, Any] = {"sheet": row, "result": row.result, "faults": faults[:SHOWN], "wrong": len(faults)}
        context["long"] = len(row.rows) > AT_ONCE
        return render(request, "console/products/sheet_done.html", context)
    if request.method == "POST":  # other columns
        roles = [request.POST.get(f"role_{place}", "") for place in range(len(row.heads))]
        row.roles = [role if role in LABELS and role not in roles[:place] else "" for place, role in enumerate(roles)]
        row.save(update_fields=["roles"])
        return redirect("console:sheet", sheet_id=sheet_id)
    return render(request, "console/products/sheet.html", _preview(row))


def _running(request: HttpRequest, row: CatalogSheet) -> HttpResponse:
    progress = find_progress(row.id)
    part = request.headers.get("HX-Target") == "state"
    template = "console/products/sheet_state.html" if part else "console/products/sheet_running.html"
    percent = progress.done * 100 // progress.total if progress.total else 0
    return render(request, template, {"sheet": row, "progress": progress, "percent": percent})


def _preview(row: CatalogSheet) -> dict[str, Any]:
    plan: Plan = plan_sheet(row.rows, row.roles)
    sample = row.rows[0][1] if row.rows else []
    columns = [
        {"head": head, "role": role, "sample": sample[place] if place < len(sample) else "", "name": f"role_{place}"}
        for place, (head, role) in enumerate(zip(row.heads, row.roles, strict=True))
    ]
    return {
        "sheet": row,
        "columns": columns,
        "labels": LABELS.items(),
        "steps": [(step, format_money(step.price, step.currency)) for step in plan.steps[:SHOWN]],
        "faults": [(fault.line, fault_words(fault.column, fault.fault)) for fault in plan.faults[:SHOWN]],
        "wrong": len(plan.faults),
        "counts": {action: plan.count(action) for action in ("new", "add", "change", "same")},
        "groups": sorted(name for _kind, name in plan.groups),
        "ready": any(step.action != "same" for step in plan.steps),
        "more": max(0, len(plan.steps) - SHOWN),
    }


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def apply(request: HttpRequest, sheet_id: uuid.UUID) -> HttpResponse:
    """Make and change what the table says, a long one by a job; lines with faults are left out."""
    if len(_sheet(sheet_id).rows) > AT_ONCE:
        return _begin(request, sheet_id, SheetAct.APPLY)
    try:
        done = apply_sheet(sheet_id=sheet_id, actor=actor(request), now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except ChangedMeanwhile:
        messages.error(request, _("这个表格已经导入过了。"))
    except REFUSALS as refused:
        messages.error(request, find_plan_words(refused))
    except DomainError:
        messages.error(request, _("没有导入任何商品：商品在预览之后有变化，请重新预览。"))
    else:
        counts = {name: count for name, count in (done.result or {}).items() if name != "faults"}
        note(request, file=done.filename, **counts)
        if done.change is not None:
            undo = reverse("console:products_undo", args=[done.change.id])
            tell_undoable(request, _("商品表已导入。"), undo)
        else:
            messages.info(request, _("已经是这样了，没有改动。"))
    return redirect("console:sheet", sheet_id=sheet_id)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def act(request: HttpRequest, sheet_id: uuid.UUID, verb: str) -> HttpResponse:
    """Stop a job with the table, or have one take back what it did."""
    row = _sheet(sheet_id)
    note(request, act=verb, file=row.filename)
    if verb == "undo":
        return _begin(request, sheet_id, SheetAct.UNDO)
    if verb != "stop":
        raise Http404
    if row.running:
        tell_to_stop(sheet_id)
        messages.info(request, _("正在停止…"))
    return redirect("console:sheet", sheet_id=sheet_id)


def _begin(request: HttpRequest, sheet_id: uuid.UUID, act: SheetAct) -> HttpResponse:
    try:
        row = start_sheet(sheet_id=sheet_id, act=act, actor=actor(request), now=now())
    except ChangedMeanwhile:
        messages.error(request, _("这个表格已经导入过了，或正在处理。"))
    else:
        note(request, file=row.filename, lines=len(row.rows))
    return redirect("console:sheet", sheet_id=sheet_id)


@staff_only(Power.PRODUCTS_EDIT)
@require_safe
def faults(request: HttpRequest, sheet_id: uuid.UUID) -> HttpResponseBase:
    """The lines that were left out, as they were, each with what is wrong: to be corrected and imported again."""
    row = _sheet(sheet_id)
    found = row.result["faults"] if row.result is not None else plan_sheet(row.rows, row.roles).faults
    lines = dict(map(tuple, row.rows))
    width = len(row.heads)
    rows = [[*row.heads, _("原因")]]
    for line, column, fault in found:
        cells = [*lines.get(line, []), *[""] * width][:width]  # a line may have fewer cells than the head
        rows.append([*cells, fault_words(column, fault)])
    return _file("catalogue-errors", "csv", rows)
