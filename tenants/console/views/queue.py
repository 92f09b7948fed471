"""The queue of abnormal orders as one person last looked at it: what stands before and behind a case, where one goes on."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from tenants.console.staff import actor
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.selectors import list_cases

AT_ONCE = 200
KEY = "case_queue"  # of the session: the filters of the queue that this person works through
NAMES = ("reason", "status", "whose")


def asked_of(data: QueryDict) -> dict[str, str]:
    """What a query asks of the queue."""
    return {name: data.get(name, "") for name in NAMES}


def queue_of(request: HttpRequest, asked: dict[str, str]) -> QuerySet[AbnormalCase]:
    """The cases that it is about, what is due first in front."""
    cases = list_cases()
    if asked["reason"] in CaseReason.values:
        cases = cases.filter(reason=asked["reason"])
    if asked["status"] in CaseStatus.values:
        cases = cases.filter(status=asked["status"])
    elif asked["status"] != "all":
        cases = cases.exclude(status=CaseStatus.CLOSED)
    if asked["whose"] in {"mine", "nobody"}:
        cases = cases.filter(assignee=actor(request) if asked["whose"] == "mine" else "")
    return cases


def remember(request: HttpRequest) -> None:
    """This is the queue that they work through from now on."""
    query = request.GET.urlencode()
    if request.session.get(KEY, "") != query:
        request.session[KEY] = query


def _remembered(request: HttpRequest) -> tuple[str, list[uuid.UUID]]:
    query = request.session.get(KEY, "")
    cases = queue_of(request, asked_of(QueryDict(query)))
    return query, list(cases.values_list("id", flat=True)[:AT_ONCE])


def path_of(query: str) -> str:
    """The queue with these filters."""
    path = reverse("console:cases")
    return f"{path}?{query}" if query else path


def beside(request: HttpRequest, case_id: uuid.UUID) -> dict[str, Any]:
    """The way back to the queue, and the cases before and behind this one in it."""
    query, ids = _remembered(request)
    at = ids.index(case_id) if case_id in ids else None
    return {
        "queue": f"{path_of(query)}#case-{case_id}",
        "before": ids[at - 1] if at else None,
        "behind": ids[at + 1] if at is not None and at + 1 < len(ids) else None,
        "place": at + 1 if at is not None else None,
        "length": len(ids),
    }


def onwards(request: HttpRequest, case_id: uuid.UUID) -> str:
    """Where one goes after an act: the case, as long as it is there to be worked on; else the queue, at what is due next."""
    case = AbnormalCase.objects.filter(pk=case_id).first()
    query = request.session.get(KEY)
    if case is None or case.status != CaseStatus.CLOSED or query is None:
        return reverse("console:case", args=[case_id])
    _query, ids = _remembered(request)
    later = AbnormalCase.objects.filter(pk__in=ids, due_at__gte=case.due_at).order_by("due_at", "id").first()
    return f"{path_of(query)}#case-{later.id}" if later else path_of(query)
