from __future__ import annotations

from importlib import import_module

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.finance_period import asked_period
from tenants.console.finance_reports import REPORTS
from tenants.console.long_sheets import asked_ledger, send_sheet
from tenants.console.sheet_answer import answer_sheet
from tenants.console.staff import note, staff_only
from tenants.console.views.finance_ledger import wanted_of
from tenants.finance.days import Period
from tenants.inventory.selectors import list_contracts
from tenants.reporting.makers import make_sheet
from tenants.reporting.reports.sheet import Sheet
from tenants.reporting.reports.supplier_statements import statement_of

FORMS = frozenset({"csv", "xlsx", "pdf"})
PRINTED = frozenset({*REPORTS, "statement"})


@staff_only(Power.FINANCE_EXPORT)
@require_POST
def export(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A report or the ledger as a file, for the days that the form says."""
    if form not in FORMS or (form == "pdf" and name not in PRINTED):
        raise Http404
    longest = REPORTS[name].longest if name in REPORTS else 366 * 3
    period = asked_period(request, longest=longest)
    if name == "ledger":
        return _ledger(request, form)
    sheet = _sheet(request, name, period)
    note(request, report=name, form=form, since=str(period.first), until=str(period.last))
    tenant, file = current_tenant(), f"{sheet.name}-{period.first}-{period.last}"
    if form != "pdf":
        return answer_sheet(sheet, form=form, file=file)
    pdf = import_module("tenants.reporting.files.pdf_file")  # heavy, and seldom asked for
    response = HttpResponse(
        pdf.pdf_of(sheet, shop=tenant.name, zone=tenant.time_zone, now=now()), content_type="application/pdf"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{file}.pdf"'
    return response


def _ledger(request: HttpRequest, form: str) -> HttpResponseBase:
    asked = asked_ledger(wanted_of(request))
    made = make_sheet("ledger", asked)
    note(request, report="ledger", form=form, rows=made.total, **{key: value for key, value in asked.items() if value})
    return send_sheet(request, "ledger", asked, made, form=form)


def _sheet(request: HttpRequest, name: str, period: Period) -> Sheet:
    if name in REPORTS:
        return REPORTS[name].make(period)
    contract = list_contracts().filter(supplier_id__in=_supplier_ids(request)).first()
    if name != "statement" or contract is None:
        raise Http404
    return statement_of(contract.supplier_id, period)


def _supplier_ids(request: HttpRequest) -> list[str]:
    text = request.POST.get("supplier", "")
    return [text] if len(text) == 36 else []
