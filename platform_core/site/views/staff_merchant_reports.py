"""Identities of all merchants for the market regulator, each January and July: made, fetched once, noted as handed in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.models import IdentityReport
from platform_core.compliance.services.note_report_handed_in import note_report_handed_in
from platform_core.compliance.services.write_identity_report import FORMS, write_identity_report
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.views.staff import staff_actor, staff_page
from platform_core.site.views.staff_merchants import refusal_words

SHOWN = 40
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@staff_page(StaffPower.VIEW, post=StaffPower.CONFIRM)
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """What was made and handed in; a POST makes one, and answers with the file itself, which is kept nowhere."""
    if request.method == "POST":
        year, _dash, half = request.POST.get("period", "").partition("-")
        form = request.POST.get("form", "")
        try:
            written = write_identity_report(
                year=int(year) if year.isdecimal() else 0,
                half=int(half) if half.isdecimal() else 0,
                form=form if form in FORMS else "",
                by=staff_actor(request).email,
                now=now(),
            )
        except ReportRefused as error:
            messages.error(request, refusal_words(error))
            return redirect("staff_merchant_reports")
        answer = HttpResponse(written.content, content_type=TYPES[written.report.form])
        answer.headers["Content-Disposition"] = f'attachment; filename="merchants-{year}-{half}.{written.report.form}"'
        return answer
    rows = IdentityReport.objects.order_by("-year", "-half", "-made_at")[:SHOWN]
    return render(request, "site/staff_merchant_reports.html", {"rows": rows, "periods": _periods(now().date())})


def _periods(today: dt.date) -> list[tuple[str, str]]:
    """The last four, the latest first; each with the month in which it is handed in."""
    found = []
    year, half = today.year, 1 if today.month < 7 else 2
    for _number in range(4):
        found.append((f"{year}-{half}", _("%(year)d 年 %(month)d 月") % {"year": year, "month": 1 if half == 1 else 7}))
        year, half = (year, 1) if half == 2 else (year - 1, 2)
    return found


@staff_page(StaffPower.VIEW, post=StaffPower.CONFIRM)
@require_POST
def handed_in(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Note that a report went to the regulator."""
    try:
        note_report_handed_in(
            report_id=report_id, by=staff_actor(request).email, receipt=request.POST.get("receipt", ""), now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    except ReportRefused as error:
        messages.error(request, refusal_words(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_merchant_reports")
