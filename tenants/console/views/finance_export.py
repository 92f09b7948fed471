from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.powers import Power
from tenants.console.finance_period import asked_period
from tenants.console.finance_reports import REPORTS
from tenants.console.staff import note, staff_only
from tenants.console.views.finance_ledger import wanted_of
from tenants.finance.days import Period
from tenants.inventory.selectors import list_contracts
from tenants.reporting.files.csv_file import csv_of
from tenants.reporting.files.xlsx_file import xlsx_of
from tenants.reporting.reports.ledger_sheet import ledger_sheet
from tenants.reporting.reports.sheet import Sheet
from tenants.reporting.reports.supplier_statements import statement_of

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
WRITERS: dict[str, Callable[[Sheet, str], Iterator[bytes]]] = {"csv": csv_of, "xlsx": xlsx_of}
PRINTED = frozenset({*REPORTS, "statement"})


@staff_only(Power.FINANCE_EXPORT)
@require_POST
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A report or the ledger as a file, for the days that the form says."""
    if form not in TYPES or (form == "pdf" and name not in PRINTED):
        raise Http404
    longest = REPORTS[name].longest if name in REPORTS else 366 * 3
    period = asked_period(request, longest=longest)
    sheet = _sheet(request, name, period)
    note(request, report=name, form=form, since=str(period.first), until=str(period.last))
    tenant, file = current_tenant(), f"{sheet.name}-{period.first}-{period.last}.{form}"
    if form == "pdf":
        pdf = import_module("tenants.reporting.files.pdf_file")  # heavy, and seldom asked for
        content = pdf.pdf_of(sheet, shop=tenant.name, zone=tenant.time_zone, now=now())
        response: HttpResponseBase = HttpResponse(content, content_type=TYPES[form])
    else:
        chunks = _inside(tenant, get_language() or "zh-hans", WRITERS[form](sheet, tenant.time_zone))
        response = StreamingHttpResponse(chunks, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


def _sheet(request: HttpRequest, name: str, period: Period) -> Sheet:
    if name in REPORTS:
        return REPORTS[name].make(period)
    if name == "ledger":
        return ledger_sheet(wanted_of(request))
    contract = list_contracts().filter(supplier_id__in=_supplier_ids(request)).first()
    if name != "statement" or contract is None:
        raise Http404
    return statement_of(contract.supplier_id, period)


def _supplier_ids(request: HttpRequest) -> list[str]:
    text = request.POST.get("supplier", "")
    return [text] if len(text) == 36 else []


def _inside(tenant: TenantRef, language: str, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece is made in the shop and in the language of who asked; between pieces the thread is nowhere."""
    while True:
        with tenant_context(tenant), override(language):
            chunk = next(chunks, None)
        if chunk is None:
            return
        yield chunk
