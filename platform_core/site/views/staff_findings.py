"""What rules and cross-tenant checks found, for the staff: a queue, each with what was seen, taken and decided by people."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import FindingState, Level
from platform_core.compliance.errors import FindingDecided, ReportRefused
from platform_core.compliance.models import Finding, WatchReport
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.compliance.services.note_watch_report import note_watch_report
from platform_core.compliance.services.take_finding import take_finding
from platform_core.compliance.watch_selectors import RULE
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.finding_words import facts_told, rules_told, subject_told
from platform_core.site.posted import text_of
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_only
from platform_core.tenancy import directory
from platform_core.tenancy.models import Tenant

PAGE = 50
REPORT_REFUSALS = {
    "not_confirmed": gettext_lazy("先确认属实，再登记报告。"),
    "authority": gettext_lazy("请写明报告给哪个机关。"),
    "reference": gettext_lazy("请写明回执号或文号。"),
    "day": gettext_lazy("报告日期无法识别，或晚于今天。"),
}
DECISIONS = {"confirm": FindingState.CONFIRMED, "dismiss": FindingState.DISMISSED}


@staff_only
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """Open ones first come first; the others by filter."""
    asked = {name: request.GET.get(name, "").strip() for name in ("rule", "level", "state", "shop", "mine")}
    state = asked["state"] or FindingState.OPEN
    rows = Finding.objects.order_by("found_at" if state == FindingState.OPEN else "-found_at", "id")
    if state in FindingState.values:
        rows = rows.filter(state=state)
    if asked["level"] in Level.values:
        rows = rows.filter(level=asked["level"])
    if asked["rule"]:
        rows = rows.filter(rule_id=asked["rule"].upper())
    if asked["mine"]:
        rows = rows.filter(taken_by=staff_of(request).email)
    if asked["shop"]:
        named = Tenant.objects.filter(slug=asked["shop"].lower(), livemode=True).values_list("role_name", flat=True)
        rows = rows.filter(tenant_role__in=list(named))
    page = Paginator(rows.defer("facts"), PAGE).get_page(request.GET.get("page"))
    shops = dict(
        Tenant.objects.filter(role_name__in={row.tenant_role for row in page} - {""}).values_list("role_name", "name")
    )
    told = rules_told(page)
    context = {
        "page": page,
        "rows": [
            {
                "finding": row,
                "shop": shops.get(row.tenant_role, ""),
                "title": told[row.id].title,
                "about": subject_told(row),
            }
            for row in page
        ],
        "asked": {**asked, "state": state},
        "levels": Level.choices,
        "states": [*FindingState.choices, ("all", _("全部"))],
    }
    return render(request, "site/staff_findings.html", context)


@staff_only
@require_safe
def finding(request: HttpRequest, finding_id: uuid.UUID) -> HttpResponse:
    """One finding: what was seen, about whom, and what may be done."""
    found = Finding.objects.filter(pk=finding_id).first()
    if found is None:
        raise Http404
    context = {
        "finding": found,
        "rule": rules_told([found])[found.id],
        "about": subject_told(found),
        "facts": facts_told(found),
        "shop": directory.find_by_role(found.tenant_role) if found.tenant_role else None,
        "to_report": found.rule_id == RULE and found.state == FindingState.CONFIRMED,
        "reports": WatchReport.objects.filter(finding=found).order_by("noted_at"),
        "others": Finding.objects.filter(subject_kind=found.subject_kind, subject_ref=found.subject_ref)
        .exclude(pk=found.pk)
        .defer("facts")
        .order_by("-found_at")[:20],
    }
    return render(request, "site/staff_finding.html", context)


@staff_only
@require_POST
def act(request: HttpRequest, finding_id: uuid.UUID, name: str) -> HttpResponse:
    """Take it, or say whether it is so."""
    refusal = ""
    try:
        if name == "take":
            take_finding(finding_id=finding_id, actor=staff_actor(request))
        elif name == "report":
            refusal = _report(request, finding_id)
        elif name in DECISIONS:
            refusal = _decide(request, finding_id, DECISIONS[name])
        else:
            raise Http404
    except RecordNotFound as error:
        raise Http404 from error
    except FindingDecided:
        refusal = _("这条发现已有人处理。")
    if refusal:
        messages.error(request, refusal)
    else:
        note(request, decision=name)
        messages.success(request, _("已记录。"))
    return redirect("staff_finding", finding_id=finding_id)


def _report(request: HttpRequest, finding_id: uuid.UUID) -> str:
    """Why a report to an authority was not noted; empty: it was."""
    day = parse_date(request.POST.get("reported_on", ""))
    try:
        if day is None:
            raise ReportRefused(reason="day")
        note_watch_report(
            finding_id=finding_id,
            authority=text_of(request, "authority"),
            reference=text_of(request, "reference"),
            reported_on=day,
            by=staff_of(request).email,
            now=now(),
        )
    except ReportRefused as refused:
        return str(REPORT_REFUSALS[refused.data["reason"]])
    return ""


def _decide(request: HttpRequest, finding_id: uuid.UUID, state: FindingState) -> str:
    """Why it was not decided so; empty: it was."""
    why, by, moment = request.POST.get("reason", "").strip(), staff_of(request).email, now()
    if not why:
        return _("请写明理由。")
    decided = decide_finding(finding_id=finding_id, state=state, by=by, note=why, now=moment)
    return "" if (decided.decided_by, decided.decided_at) == (by, moment) else _("这条发现已有人处理。")
