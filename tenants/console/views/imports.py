"""Importing codes: choose, look, start, watch, undo."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.powers import Power
from tenants.catalog.models import Sku
from tenants.console.forms import ImportForm, yuan
from tenants.console.staff import actor, staff_only
from tenants.inventory.enums import ImportState
from tenants.inventory.models import SupplierContract
from tenants.inventory.progress import import_progress
from tenants.inventory.reading import ERROR_TEXTS, FileRefused, LineError, ReadFormat
from tenants.inventory.selectors import get_import, list_contracts, list_imports
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.preview_import import preview_import
from tenants.inventory.services.start_import import start_import
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.uploads import SealedFile, StoredUpload, delete_upload, open_upload, store_upload

SALT = "kaquan.import-preview"
COLUMNS = (
    ("secret", _lazy("卡密")),
    ("card_number", _lazy("卡号")),
    ("face_value", _lazy("面额")),
    ("expires_on", _lazy("有效期")),
    ("ignore", _lazy("忽略")),
)

SEPARATORS = (
    ("----", "----"),
    ("tab", "Tab"),
    (",", ","),
    ("|", "|"),
    (";", ";"),
    (" ", _lazy("空格")),
    ("none", _lazy("整行一张")),
)


def words_of(error: LineError) -> str:
    """What is wrong with a line, in the reader's language."""
    chinese, english = ERROR_TEXTS[error.code]
    return english if (get_language() or "").startswith("en") else chinese


def _choices(**more: Any) -> dict[str, Any]:
    skus = Sku.objects.select_related("product").order_by("product__name", "position")
    return {"skus": skus, "contracts": list_contracts(), **more}


@staff_only(Power.STOCK_IMPORT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All imports."""
    found = list(list_imports().order_by("-id")[:200])
    skus = Sku.objects.select_related("product").in_bulk({row.sku_id for row in found})
    names = {sku.id: f"{sku.product.name} · {sku.name}" for sku in skus.values()}
    rows = [{"row": row, "sku": names.get(row.sku_id, "")} for row in found]
    return render(request, "console/imports.html", {"rows": rows})


@staff_only(Power.STOCK_IMPORT)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose SKU, supplier and file."""
    return render(request, "console/import_new.html", _choices())


def _first_error(form: ImportForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)


def _stored(request: HttpRequest) -> tuple[StoredUpload, str] | None:
    file = request.FILES.get("file")
    if isinstance(file, SealedFile) and file.stored.size:
        return file.stored, file.name or "upload"
    if isinstance(file, SealedFile):
        delete_upload(file.stored.name)
    pasted = request.POST.get("pasted", "")
    return (store_upload(pasted.encode()), "paste.txt") if pasted.strip() else None


@staff_only(Power.STOCK_IMPORT)
@require_http_methods(["POST"])
def preview(request: HttpRequest) -> HttpResponse:
    """How the file would be read, masked; nothing is imported yet."""
    signed = request.POST.get("signed")
    if signed:
        facts = _facts(signed)
    else:
        form = ImportForm(request.POST)
        stored = _stored(request)
        if stored is None or not form.is_valid():
            error = _("请选择文件或粘贴卡密。") if stored is None else _first_error(form)
            if stored is not None:
                delete_upload(stored[0].name)
            context = _choices(error=error, data=request.POST)
            return render(request, "console/import_new.html", context, status=422)
        upload, filename = stored
        facts = {"upload": upload.name, "bytes": upload.size, "filename": filename}
        facts |= {name: request.POST.get(name, "") for name in ("sku", "contract", "unit_cost", "shared_uses")}
    columns = tuple(str(value) for key, value in sorted(request.POST.items()) if key.startswith("column_"))
    separator = request.POST.get("separator")
    given = ReadFormat(
        separator={"tab": "\t", "none": ""}.get(separator, separator) if separator else None,
        columns=columns or None,
    )
    try:
        shown = preview_import(
            upload=facts["upload"],
            filename=facts["filename"],
            given=given,
            contract_id=uuid.UUID(facts["contract"]),
        )
    except FileRefused as refusal:
        delete_upload(facts["upload"])
        error = words_of(LineError(0, refusal.code))
        return render(request, "console/import_new.html", _choices(error=error), status=422)
    facts["format"] = shown.format.to_json()
    context = {
        "shown": shown,
        "errors": [(error.line, words_of(error)) for error in shown.errors],
        "signed": signing.dumps(facts, salt=SALT),
        "facts": facts,
        "columns": COLUMNS,
        "separators": SEPARATORS,
        "separator": {"\t": "tab", "": "none"}.get(shown.format.separator or "", shown.format.separator),
    }
    return render(request, "console/import_preview.html", context)


def _facts(signed: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = signing.loads(signed, salt=SALT, max_age=86_400)
    except signing.BadSignature as error:
        raise Http404 from error
    return facts


@staff_only(Power.STOCK_IMPORT)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Import what was previewed."""
    facts = _facts(request.POST.get("signed", ""))
    try:
        sku = Sku.objects.get(pk=facts["sku"])
        contract = SupplierContract.objects.get(pk=facts["contract"])
        cost = yuan(facts["unit_cost"]) if facts["unit_cost"] else sku.cost
        uses = int(facts["shared_uses"] or 0)
    except (Sku.DoesNotExist, SupplierContract.DoesNotExist, ValueError, DomainError) as error:
        raise Http404 from error
    row = start_import(
        sku_id=sku.id,
        contract_id=contract.id,
        upload=facts["upload"],
        filename=facts["filename"],
        bytes=facts["bytes"],
        given=ReadFormat.from_json(facts["format"]),
        unit_cost=cost,
        shared_uses=uses,
        created_by=actor(request),
        now=now(),
    )
    return redirect("console:import", import_id=row.id)


@staff_only(Power.STOCK_IMPORT)
@require_safe
def detail(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """How far it is, what came of it."""
    try:
        row = get_import(import_id)
    except RecordNotFound as error:
        raise Http404 from error
    running = row.state in {ImportState.UPLOADED, ImportState.VALIDATING}
    progress = import_progress(row)
    context = {
        "row": row,
        "running": running,
        "progress": progress,
        "percent": int(progress.done * 100 / progress.total),
        "failure": words_of(LineError(0, row.failure)) if row.failure in ERROR_TEXTS else "",
        "undoable": row.state in {ImportState.READY, ImportState.READY_WITH_ERRORS},
    }
    template = "console/import_state.html" if request.headers.get("HX-Request") else "console/import.html"
    return render(request, template, context)


@staff_only(Power.STOCK_IMPORT)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, import_id: uuid.UUID, verb: str) -> HttpResponseBase:
    """cancel, undo (both POST) or errors.csv."""
    try:
        if verb == "errors" and request.method == "GET":
            return _errors_file(import_id)
        if verb not in {"cancel", "undo"} or request.method != "POST":
            raise Http404
        if verb == "cancel":
            cancel_import(import_id=import_id, now=now())
            messages.success(request, _("已请求取消，未入库的卡密不会入库。"))
        else:
            removed = undo_import(import_id=import_id, now=now()).removed
            messages.success(request, _("已撤出 %(count)d 张未售卡密；已售出的不受影响。") % {"count": removed})
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError:
        messages.error(request, _("现在不能这样做：导入已经结束或已撤销。"))
    return redirect("console:import", import_id=import_id)


def _errors_file(import_id: uuid.UUID) -> HttpResponseBase:
    row = get_import(import_id)
    if not row.errors_upload:
        raise Http404
    source = open_upload(row.errors_upload)
    response = StreamingHttpResponse(iter(lambda: source.read(65_536), b""), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="errors.csv"'
    return response
