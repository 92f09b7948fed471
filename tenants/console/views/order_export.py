"""Orders as a file: those of the list's filter, a stretch at a time, so that memory stays flat however many there are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import local_date, now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.order_sheet import order_sheet
from tenants.console.sheet_answer import answer_sheet
from tenants.console.staff import note, staff_only
from tenants.console.views.order_table import order_rows

MOST_ROWS = 1_000_000  # a sheet of XLSX holds 1,048,576


@staff_only(Power.ORDERS_EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The orders of a filter as CSV or XLSX; whole contacts only for whoever may see them, with a reason."""
    query = request.POST.get("query", "").lstrip("?")[:2_000]
    back = redirect(f"{reverse('console:orders')}?{query}" if query else reverse("console:orders"))
    whole, as_xlsx = request.POST.get("contacts") == "1", request.POST.get("format") == "xlsx"
    problem = _problem(request, whole, as_xlsx)
    found = order_rows(QueryDict(query))
    until = now()
    rows = found.filter(created_at__lte=until)
    count = 0 if problem else rows.order_by().count()
    if not problem and count > MOST_ROWS:
        problem = _("一次最多导出 %(most)s 条，请缩小时间范围。") % {"most": MOST_ROWS}
    if problem:
        messages.error(request, problem)
        return back
    note(request, rows=count, filter=query[:300], contacts=whole)
    tenant = current_tenant()
    name = f"orders-{local_date(until, tenant.time_zone):%Y%m%d}"
    sheet = order_sheet(rows, tenant=tenant, name=name, whole=whole)
    return answer_sheet(sheet, form="xlsx" if as_xlsx else "csv", file=name)


def _problem(request: HttpRequest, whole: bool, as_xlsx: bool) -> str:
    if whole and Power.CUSTOMERS_DATA not in request.powers:  # type: ignore[attr-defined]
        return _("您的角色不能导出完整联系方式。")
    if whole and not request.POST.get("reason", "").strip():
        return _("请填写导出完整联系方式的原因。")
    # An XLSX is put together in files; what identifies people is not left lying there.
    return _("包含完整联系方式时只能导出 CSV。") if whole and as_xlsx else ""
