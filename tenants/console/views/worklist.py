from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from tenants.access.powers import Power
from tenants.console.case_words import words_of
from tenants.console.staff import actor, note, staff_only
from tenants.console.views.cases import COLOURS, read_id, staff_addresses
from tenants.console.views.queue import AT_ONCE, NAMES, asked_of, path_of, queue_of, remember
from tenants.orders.caseload import get_queue_counts
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.services.assign_cases import assign_cases
from tenants.orders.services.take_next_case import take_next_case


@staff_only(Power.CASES_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The queue of abnormal orders: what is due first stands first; mine, nobody's, everybody's."""
    asked, moment = asked_of(request.GET), now()
    remember(request)
    rows = [
        {
            "case": case,
            "colour": COLOURS[CaseStatus(case.status)],
            "late": case.status != CaseStatus.CLOSED and case.due_at < moment,
        }
        for case in queue_of(request, asked)[:AT_ONCE]
    ]
    counts = get_queue_counts(actor(request))
    reasons = [(value, label, getattr(counts.get(value), "all", 0)) for value, label in CaseReason.choices]
    context = {
        **asked,
        "rows": rows,
        "cut": len(rows) == AT_ONCE,
        "reasons": [each for each in reasons if each[2] or each[0] == asked["reason"]],
        "tabs": _tabs(asked, counts),
        "open": sum(count.all for count in counts.values()),
        "free": sum(count.nobody for count in counts.values()),
        "statuses": CaseStatus.choices,
        "staff": staff_addresses(),
        "me": actor(request),
        "query": request.GET.urlencode(),
    }
    return render(request, "console/cases.html", context)


def _tabs(asked: dict[str, str], counts: dict[str, Any]) -> list[dict[str, Any]]:
    words = (("mine", _("我的"), "mine"), ("nobody", _("未分派"), "nobody"), ("", _("全部"), "all"))
    return [
        {
            "label": label,
            "count": sum(getattr(count, field) for count in counts.values()),
            "chosen": asked["whose"] == whose,
            "query": _query(asked, whose=whose),
        }
        for whose, label, field in words
    ]


def _query(asked: dict[str, str], **changed: str) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in {**asked, **changed}.items() if value})
    return query.urlencode()


def _back(request: HttpRequest) -> HttpResponse:
    """To the queue as it was, whatever the form says beside its filters."""
    given = QueryDict(request.POST.get("back", "")[:200])
    return redirect(path_of(_query({name: given.get(name, "") for name in NAMES})))


@staff_only(Power.CASES_WORK)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Give the cases that are ticked to somebody."""
    assignee = request.POST.get("assignee", "")
    ids = [read_id(each) for each in request.POST.getlist("case")[:AT_ONCE]]
    if assignee and assignee not in staff_addresses():
        raise Http404
    if not ids:
        messages.error(request, _("请先勾选工单。"))
        return _back(request)
    try:
        moved = assign_cases(case_ids=ids, assignee=assignee, actor=actor(request), now=now())
    except DomainError as error:
        messages.error(request, words_of(error))
    else:
        note(request, count=moved)
        messages.success(
            request, ngettext("已分派 %(count)d 个工单。", "已分派 %(count)d 个工单。", moved) % {"count": moved}
        )
    return _back(request)


@staff_only(Power.CASES_WORK)
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Take the most urgent case that nobody has."""
    reason = request.POST.get("reason", "")
    case = take_next_case(assignee=actor(request), reason=reason if reason in CaseReason.values else "", now=now())
    if case is None:
        messages.info(request, _("没有未分派的工单了，辛苦了。"))
        return _back(request)
    note(request, case=case.number)
    return redirect("console:case", case_id=case.id)
