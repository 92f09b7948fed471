"""Orders as a file: those of the list's filter, at once or, long ones as XLSX, by a job."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.console.long_sheets import asked_orders, send_sheet
from tenants.console.staff import note, staff_only
from tenants.reporting.makers import make_sheet


@staff_only(Power.ORDERS_EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The orders of a filter as CSV or XLSX; whole contacts only for whoever may see them, with a reason."""
    query = request.POST.get("query", "").lstrip("?")[:2_000]
    back = redirect(f"{reverse('console:orders')}?{query}" if query else reverse("console:orders"))
    whole, as_xlsx = request.POST.get("contacts") == "1", request.POST.get("format") == "xlsx"
    problem = _problem(request, whole, as_xlsx)
    if problem:
        messages.error(request, problem)
        return back
    asked = {**asked_orders(query, now()), "whole": whole}
    made = make_sheet("orders", asked)
    note(request, rows=made.total, filter=asked["query"][:300], one_contact=bool(asked["who"]), contacts=whole)
    return send_sheet(request, "orders", asked, made, form="xlsx" if as_xlsx else "csv")


def _problem(request: HttpRequest, whole: bool, as_xlsx: bool) -> str:
    if whole and Power.CUSTOMERS_DATA not in request.powers:  # type: ignore[attr-defined]
        return _("您的角色不能导出完整联系方式。")
    if whole and not request.POST.get("reason", "").strip():
        return _("请填写导出完整联系方式的原因。")
    # An XLSX may be kept for a day; what identifies people is not.
    return _("包含完整联系方式时只能导出 CSV。") if whole and as_xlsx else ""
