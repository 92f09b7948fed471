"""Suppliers, for the platform's staff: who waits, what is known of one, and what is decided about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import SupplierState, SupplyState
from platform_core.compliance.errors import (
    AppealOver,
    ProposalInvalid,
    ScreeningUnavailable,
    SupplierActRefused,
    WatchRefused,
)
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.selectors import list_suppliers
from platform_core.compliance.services.accept_supply import accept_supply
from platform_core.compliance.services.activate_supplier import activate_supplier
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.ask_supplier_info import ask_supplier_info
from platform_core.compliance.services.decide_appeal import decide_appeal
from platform_core.compliance.services.decide_blacklist import decide_blacklist
from platform_core.compliance.services.offboard_supplier import offboard_supplier
from platform_core.compliance.services.propose_blacklist import Blacklisting, propose_blacklist
from platform_core.compliance.services.reinstate_supplier import reinstate_supplier
from platform_core.compliance.services.return_supply import return_supply
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.site.posted import lines_of, text_of
from platform_core.site.supplier_case import find_supplier_case
from platform_core.site.supplier_words import REFUSALS
from platform_core.site.views.staff import staff_actor, staff_of, staff_only, staff_page
from platform_core.tenancy import directory

S = SupplierState
TABS: dict[str, tuple[SupplierState, ...]] = {
    "waiting": (S.REVIEW, S.AUTO_CHECK, S.SUBMITTED),
    "appeals": (S.APPEAL,),
    "asked": (S.NEEDS_INFO, S.DRAFT),
    "selling": (S.ACTIVE, S.APPROVED_LIMITED, S.EXPIRING),
    "expired": (S.EXPIRED,),
    "restricted": (S.SUSPENDED, S.BLACKLISTED),
    "gone": (S.OFFBOARDED, S.RESTRICTED_ARCHIVE, S.PURGED),
}
PAGE = 50
REFUSED = (SupplierActRefused, WatchRefused, ScreeningUnavailable)


def _tab_words() -> dict[str, str]:
    return {
        "waiting": _("待审核"), "appeals": _("申诉中"), "asked": _("待补充"), "selling": _("可售"), "expired": _("已到期"),
        "restricted": _("受限"), "gone": _("已退出"), "told": _("未提交"),
    }  # fmt: skip


@staff_only
@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    """Suppliers by where they stand; those that wait longest first. The last tab: what merchants named and did not hand in."""
    tab, wanted = request.GET.get("tab", "waiting"), request.GET.get("q", "").strip()
    if tab not in {*TABS, "told"}:
        raise Http404
    context = {"tabs": _tab_words(), "tab": tab, "q": wanted}
    if tab == "told":
        return render(request, "site/staff_suppliers.html", {**context, **_told(request)})
    found = list_suppliers(TABS[tab], with_waiting_links=tab == "waiting")
    if wanted:
        found = found.filter(name__icontains=wanted) | found.filter(uscc=wanted.upper())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "site/staff_suppliers.html", {**context, "page": page})


def _told(request: HttpRequest) -> dict[str, Any]:
    links = SupplyLink.objects.filter(supplier=None, state=SupplyState.OPEN).order_by("created_at")
    page = Paginator(links, PAGE).get_page(request.GET.get("page"))
    rows = []
    for link in page:
        tenant = directory.find_by_role(link.tenant_role)
        if tenant is None or tenant.livemode:  # each test shop has one of its own, of fake codes
            rows.append({"link": link, "tenant": tenant})
    return {"rows": rows, "page": page, "may_vouch": StaffPower.VOUCH in staff_of(request).powers}


@staff_page(StaffPower.VIEW, post=StaffPower.VOUCH)
@require_POST
def vouch(request: HttpRequest, link_id: uuid.UUID) -> HttpResponse:
    """The operator's word for a supplier that a merchant named: it counts as reviewed, and is marked as vouched for."""
    reason = text_of(request, "reason", 500)
    try:
        if not reason:
            raise SupplierActRefused(reason="reason")
        vouch_supplier(link_id=link_id, reason=reason, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    except SupplierActRefused as error:
        messages.error(request, _refusal_words(error))
        return redirect("/staff/suppliers?tab=told")
    messages.success(request, _("已记录。"))
    return redirect("/staff/suppliers?tab=selling")


@staff_only
@require_POST
def act_on_supply(request: HttpRequest, link_id: uuid.UUID, name: str) -> HttpResponse:
    """Take what one merchant handed in of a supplier that sells already, or hand it back."""
    if name not in {"accept", "return"}:
        raise Http404
    found = SupplyLink.objects.filter(pk=link_id).exclude(supplier=None).first()
    if found is None:
        raise Http404
    try:
        if name == "accept":
            taken = accept_supply(link_id=link_id, actor=staff_actor(request), now=now())
            if taken.state != SupplyState.ACCEPTED:
                messages.info(request, _("已记录，须再有一人通过。"))
        else:
            return_supply(link_id=link_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())
    except REFUSED as error:
        messages.error(request, _refusal_words(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_supplier", supplier_id=found.supplier_id)


@staff_only
@require_safe
def supplier(request: HttpRequest, supplier_id: uuid.UUID) -> HttpResponse:
    """The case of one supplier: what was told and handed in, what checks found, its history, and what may be decided now."""
    found = Supplier.objects.filter(pk=supplier_id).first()
    if found is None:
        raise Http404
    return render(request, "site/staff_supplier.html", find_supplier_case(found, staff_actor(request), now()))


@staff_page(StaffPower.VIEW, post=StaffPower.DECIDE, acts={"decide-blacklist": StaffPower.CONFIRM})
@require_POST
def act(request: HttpRequest, supplier_id: uuid.UUID, name: str) -> HttpResponse:
    """Decide something about a supplier."""
    decide = ACTS.get(name)
    if decide is None:
        raise Http404
    try:
        decide(request, supplier_id)
    except RecordNotFound as error:
        raise Http404 from error
    except (*REFUSED, ProposalInvalid, AppealOver) as error:
        messages.error(request, _refusal_words(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_supplier", supplier_id=supplier_id)


def _refusal_words(error: DomainError) -> str:
    return str(REFUSALS.get(str(error.data.get("reason", error.code)), _("这一步现在不能做。")))


def _approve(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    approve_supplier(supplier_id=supplier_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())


def _activate(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    activate_supplier(supplier_id=supplier_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())


def _ask(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    ask_supplier_info(supplier_id=supplier_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())


def _suspend(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    suspend_supplier(
        supplier_id=supplier_id,
        actor=staff_actor(request),
        reason=text_of(request, "reason"),
        remedy=text_of(request, "remedy"),
        documents=lines_of(request, "documents"),
        evidence=request.POST.getlist("evidence"),
        now=now(),
    )


def _reinstate(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    reinstate_supplier(
        supplier_id=supplier_id, actor=staff_actor(request), reason=text_of(request, "reason"), now=now()
    )


def _offboard(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    offboard_supplier(supplier_id=supplier_id, actor=staff_actor(request), reason=text_of(request, "reason"), now=now())


def _propose(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    try:
        review_on = dt.date.fromisoformat(request.POST.get("review_on", ""))
    except ValueError as error:
        raise ProposalInvalid(reason="review_on") from error
    wanted = Blacklisting(
        reason=text_of(request, "reason"),
        remedy=text_of(request, "remedy"),
        legal_basis=text_of(request, "legal_basis", 300),
        evidence=[*request.POST.getlist("evidence"), *lines_of(request, "evidence_text")],
        review_on=review_on,
        category=request.POST.get("category") or None,  # type: ignore[arg-type]
    )
    propose_blacklist(supplier_id=supplier_id, actor=staff_actor(request), wanted=wanted, now=now())


def _decide_blacklist(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    decide_blacklist(
        proposal_id=_id(request, "proposal"),
        actor=staff_actor(request),
        agree=request.POST.get("decision") == "yes",
        answer=text_of(request, "reason"),
        now=now(),
    )


def _decide_appeal(request: HttpRequest, supplier_id: uuid.UUID) -> None:
    decide_appeal(
        appeal_id=_id(request, "appeal"),
        actor=staff_actor(request),
        uphold=request.POST.get("decision") == "yes",
        answer=text_of(request, "reason"),
        now=now(),
    )


def _id(request: HttpRequest, name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error


ACTS: dict[str, Callable[[HttpRequest, uuid.UUID], None]] = {
    "approve": _approve,
    "activate": _activate,
    "ask": _ask,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "offboard": _offboard,
    "propose-blacklist": _propose,
    "decide-blacklist": _decide_blacklist,
    "decide-appeal": _decide_appeal,
}
