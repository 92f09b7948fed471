"""Imports: what came in, how far one is, what came of it; cancelled, undone, its wrong lines as a file."""

from __future__ import annotations

import uuid
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import Column, Table

from platform_core.compliance.enums import Clearance
from platform_core.compliance.selectors import find_clearances
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from tenants.access.powers import Power
from tenants.catalog.models import Sku
from tenants.console.halt_words import halt_notices
from tenants.console.listing import show_list
from tenants.console.staff import note, staff_only
from tenants.console.stock_words import import_name, line_words
from tenants.console.tables import NUMBER, MomentColumn
from tenants.console.wording import badge
from tenants.inventory.enums import ImportState
from tenants.inventory.progress import import_progress, screening_progress
from tenants.inventory.reading import ERROR_TEXTS
from tenants.inventory.selectors import get_import, list_contracts, list_imports
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.shelves import list_halted_lots, list_lots
from tenants.inventory.uploads import open_upload

TONES = {
    ImportState.UPLOADED: "blue",
    ImportState.VALIDATING: "blue",
    ImportState.SCREENING: "blue",
    ImportState.READY: "green",
    ImportState.READY_WITH_ERRORS: "amber",
    ImportState.REJECTED: "red",
}
RUNNING = {ImportState.UPLOADED, ImportState.VALIDATING, ImportState.SCREENING}
LOTS = 5  # batches that the page of an import names


class ImportFilters(django_filters.FilterSet):
    """Imports by file, supplier and state."""

    q = django_filters.CharFilter(
        label=gettext_lazy("文件"),
        field_name="filename",
        lookup_expr="icontains",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 60}),
    )
    supplier = django_filters.ChoiceFilter(
        label=gettext_lazy("供应商"),
        field_name="contract_id",
        choices=lambda: [(row.pk, row.name) for row in list_contracts()],
        empty_label=gettext_lazy("全部"),
    )
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("状态"), choices=ImportState.choices, empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = list_imports().model
        fields: tuple[str, ...] = ()


class ImportTable(Table):
    filename = Column(verbose_name=gettext_lazy("文件"), orderable=False)
    sku_id = Column(verbose_name=gettext_lazy("商品"), orderable=False)
    contract = Column(verbose_name=gettext_lazy("供应商"), accessor="contract__name", orderable=False)
    state = Column(verbose_name=gettext_lazy("状态"), orderable=False)
    accepted = Column(verbose_name=gettext_lazy("入库"), orderable=False, attrs=NUMBER)
    duplicates = Column(verbose_name=gettext_lazy("重复"), orderable=False, attrs=NUMBER)
    rejected = Column(verbose_name=gettext_lazy("有误"), orderable=False, attrs=NUMBER)
    created_at = MomentColumn(verbose_name=gettext_lazy("时间"), orderable=False)

    @cached_property
    def names(self) -> dict[uuid.UUID, str]:
        """The SKUs of the imports on this page."""
        skus = Sku.objects.select_related("product").in_bulk({row.record.sku_id for row in self.paginated_rows})
        return {sku.id: f"{sku.product.name} · {sku.name}" for sku in skus.values()}

    def render_filename(self, record: Any) -> SafeString:
        """The file, as the way to all of it."""
        name = import_name(record.filename)
        return format_html('<a href="{}">{}</a>', reverse("console:import", args=[record.id]), name)

    def render_sku_id(self, value: uuid.UUID) -> str:
        """What it is of."""
        return self.names.get(value, "—")

    def render_state(self, record: Any) -> SafeString:
        """How it stands."""
        return badge(record.get_state_display(), TONES.get(ImportState(record.state), ""))


@staff_only(Power.STOCK_IMPORT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All imports, newest first."""
    filters = ImportFilters(request.GET, queryset=list_imports().order_by("-id"))
    context = {"empty_template": "console/stock/imports_empty.html"}
    return show_list(
        request,
        template="console/stock/imports.html",
        page="imports",
        table=ImportTable,
        filters=filters,
        context=context,
    )


@staff_only(Power.STOCK_IMPORT)
@require_safe
def detail(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """How far it is, what came of it."""
    try:
        row = get_import(import_id)
    except RecordNotFound as error:
        raise Http404 from error
    running, progress = row.state in RUNNING, import_progress(row)
    ready = row.state in {ImportState.READY, ImportState.READY_WITH_ERRORS}
    sku = Sku.objects.select_related("product").get(pk=row.sku_id)
    clearance = find_clearances([row.contract.supplier_id])[row.contract.supplier_id] if ready else ""
    context = {
        "row": row,
        "name": import_name(row.filename),
        "badge": badge(row.get_state_display(), TONES.get(ImportState(row.state), "")),
        "sku_name": f"{sku.product.name} · {sku.name}",
        "product": sku.product,
        "running": running,
        "progress": progress,
        "percent": int(progress.done * 100 / progress.total),
        "screening": screening_progress(row.id) if row.state == ImportState.SCREENING else None,
        "halts": halt_notices(list_halted_lots(row.id)) if ready else [],
        "failure": line_words(row.failure) if row.failure in ERROR_TEXTS else "",
        "undoable": ready,
        "uncleared": ready and clearance != Clearance.CLEARED,
        "lots": list_lots().filter(code_import_id=row.id)[:LOTS] if ready else [],
    }
    template = "console/stock/import_state.html" if request.headers.get("HX-Request") else "console/stock/import.html"
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
        note(request, verb=verb)
        if verb == "cancel":
            cancel_import(import_id=import_id, now=now())
            messages.success(request, _("已请求取消，未入库的卡密不会入库。"))
        else:
            removed = undo_import(import_id=import_id, now=now()).removed
            note(request, codes=removed)
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
