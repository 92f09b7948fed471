"""Recalls by the platform, for its staff: what was ordered, how far each shop is; never who the shops' buyers are."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.compliance.enums import ProposalKind, ProposalState, RecallState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import Finding, PlatformRecall, Proposal, Supplier
from platform_core.compliance.services.decide_recall import decide_recall
from platform_core.compliance.services.order_recall import Recalling, order_recall
from platform_core.compliance.signal_selectors import list_platform_recalls
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.supplier_words import REFUSALS
from platform_core.site.views.staff import staff_actor, staff_only, staff_page
from platform_core.tenancy import directory

PAGE = 50
ZONE = ZoneInfo("Asia/Shanghai")  # of the days that staff type
FIGURES = ("lots", "frozen", "sold", "orders", "told", "unreached", "elsewhere")


@staff_only
@require_safe
def recalls(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, then all recalls, the newest first."""
    open_ones = Proposal.objects.filter(kind=ProposalKind.RECALL, state=ProposalState.OPEN, expires_at__gt=now())
    proposals = list(open_ones.order_by("asked_at"))
    suppliers = Supplier.objects.in_bulk([proposal.subject_id for proposal in proposals])
    waiting = [
        {
            "proposal": each,
            "supplier": suppliers.get(each.subject_id),
            "own": str(each.asked_by) == str(request.user.pk),
        }
        for each in proposals
    ]
    page = Paginator(list_platform_recalls(), PAGE).get_page(request.GET.get("page"))
    rows = [{"recall": each, "sums": _sums(each)} for each in page]
    return render(request, "site/staff_recalls.html", {"waiting": waiting, "rows": rows, "page": page})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, supplier_id: uuid.UUID) -> HttpResponse:
    """Order one: what is taken back, what the shops are told, what their buyers are."""
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404
    if request.method == "POST":
        try:
            made = order_recall(supplier_id=supplier_id, actor=staff_actor(request), wanted=_wanted(request), now=now())
        except ProposalInvalid as error:
            words = {**REFUSALS, "incomplete": _("请填写告知店铺和买家的内容。")}
            messages.error(request, str(words.get(str(error.data.get("reason")), _("这一步现在不能做。"))))
        else:
            if isinstance(made, PlatformRecall):
                messages.success(request, _("已开始召回。"))
                return redirect("staff_recall", recall_id=made.id)
            messages.success(request, _("涉及多家店铺，须由另一位平台人员确认后开始。"))
            return redirect("staff_recalls")
    shops = supplier.links.values("tenant_role").distinct().count()
    found = Finding.objects.filter(supplier_id=supplier.id).order_by("-found_at")[:20]
    context = {"supplier": supplier, "shops": shops, "findings": found, "posted": request.POST}
    return render(request, "site/staff_recall_new.html", context, status=422 if request.method == "POST" else 200)


@staff_page(StaffPower.VIEW, post=StaffPower.CONFIRM)
@require_POST
def decide(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """The second person agrees, or does not."""
    agree = request.POST.get("decision") == "yes"
    answer = request.POST.get("reason", "").strip()[:1000]
    try:
        made = decide_recall(proposal_id=proposal_id, actor=staff_actor(request), agree=agree, answer=answer, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except ProposalInvalid as error:
        messages.error(request, str(REFUSALS.get(str(error.data.get("reason")), _("这一步现在不能做。"))))
        return redirect("staff_recalls")
    messages.success(request, _("已开始召回。") if made else _("已记录。"))
    return redirect("staff_recall", recall_id=made.id) if made else redirect("staff_recalls")


@staff_only
@require_safe
def recall(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """One recall, shop by shop."""
    found = list_platform_recalls().filter(pk=recall_id).first()
    if found is None:
        raise Http404
    shops = [
        {"shop": shop, "tenant": directory.find_by_role(shop.tenant_role)}
        for shop in sorted(found.shops.all(), key=lambda shop: (-shop.sold, shop.tenant_role))
    ]
    running = found.state == RecallState.RUNNING
    context = {"recall": found, "shops": shops, "sums": _sums(found), "running": running}
    fragment = request.headers.get("HX-Target") == "recall"
    return render(request, "site/staff_recall_state.html" if fragment else "site/staff_recall.html", context)


def _sums(found: PlatformRecall) -> dict[str, int]:
    shops = list(found.shops.all())
    done = sum(shop.state == RecallState.DONE for shop in shops)
    return {"shops": len(shops), "done": done} | {name: sum(getattr(each, name) for each in shops) for name in FIGURES}


def _wanted(request: HttpRequest) -> Recalling:
    finding: Any = request.POST.get("finding") or None
    try:
        finding = uuid.UUID(finding) if finding else None
    except ValueError as error:
        raise Http404 from error
    return Recalling(
        reason=request.POST.get("reason", ""),
        notice=request.POST.get("notice", ""),
        since=_day(request, "since", dt.time.min),
        until=_day(request, "until", dt.time.max),
        finding=finding,
    )


def _day(request: HttpRequest, name: str, at: dt.time) -> dt.datetime | None:
    """The beginning or the end of a day that was typed; None: no bound."""
    typed = request.POST.get(name, "").strip()
    try:
        return dt.datetime.combine(dt.date.fromisoformat(typed), at, tzinfo=ZONE) if typed else None
    except ValueError as error:
        raise ProposalInvalid(reason="bounds") from error
