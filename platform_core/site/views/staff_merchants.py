"""Merchants' qualification, for the platform's staff: who waits, what is known of one, what is decided; reports to the regulator."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.errors import (
    AppealOver,
    MerchantActRefused,
    MerchantRuleFailed,
    ScreeningUnavailable,
    WatchRefused,
)
from platform_core.compliance.merchant_enums import MerchantRestrictionKind, MerchantState
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.rule_selectors import list_rule_texts
from platform_core.compliance.services.approve_merchant import approve_merchant
from platform_core.compliance.services.ask_merchant_info import ask_merchant_info
from platform_core.compliance.services.call_in_merchant import call_in_merchant
from platform_core.compliance.services.decide_merchant_appeal import decide_merchant_appeal
from platform_core.compliance.services.reinstate_merchant import reinstate_merchant
from platform_core.compliance.services.restrict_merchant import restrict_merchant
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import read_uuid
from platform_core.site.merchant_case import find_merchant_case, state_tone
from platform_core.site.merchant_words import FACTS, REFUSALS
from platform_core.site.posted import lines_of, text_of
from platform_core.site.views.staff import staff_actor, staff_only
from platform_core.tenancy.models import Tenant

S = MerchantState
TABS: dict[str, tuple[MerchantState, ...]] = {
    "waiting": (S.REVIEW, S.CHECKING, S.SUBMITTED),
    "appeals": (S.APPEAL,),
    "asked": (S.NEEDS_INFO, S.DRAFT),
    "verified": (S.VERIFIED,),
    "due": (S.DUE, S.LAPSED),
    "restricted": (S.FROZEN, S.REFUSED),
}
PAGE = 50
CHINA = ZoneInfo("Asia/Shanghai")


def _tab_words() -> dict[str, str]:
    return {
        "waiting": _("待审核"), "appeals": _("申诉中"), "asked": _("待补充"), "verified": _("已核验"), "due": _("待重新核验"),
        "restricted": _("受限"), "unknown": _("未填写"),
    }  # fmt: skip


@staff_only
@require_safe
def merchants(request: HttpRequest) -> HttpResponse:
    """Merchants by where they stand; those that wait longest first. The last tab: live shops that told nothing yet."""
    tab, wanted = request.GET.get("tab", "waiting"), request.GET.get("q", "").strip()
    if tab not in {*TABS, "unknown"}:
        raise Http404
    context: dict[str, Any] = {"tabs": _tab_words(), "tab": tab, "q": wanted}
    live = Tenant.objects.filter(livemode=True, closed_at=None)
    if tab == "unknown":
        told = MerchantFile.objects.values("tenant_role")
        shops_alone = Paginator(live.exclude(role_name__in=told).order_by("created_at", "id"), PAGE)
        context["page"] = shops_alone.get_page(request.GET.get("page"))
        return render(request, "site/staff_merchants.html", context)
    found = MerchantFile.objects.filter(state__in=TABS[tab]).order_by("changed_at", "id")
    if wanted:
        shops = live.filter(name__icontains=wanted).values("role_name")
        found = (
            found.filter(name__icontains=wanted)
            | found.filter(uscc=wanted.upper())
            | found.filter(tenant_role__in=shops)
        )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = dict(
        Tenant.objects.filter(role_name__in=[file.tenant_role for file in page]).values_list("role_name", "name")
    )
    rows = [{"file": file, "shop": names.get(file.tenant_role, "–"), "tone": state_tone(file.state)} for file in page]
    return render(request, "site/staff_merchants.html", {**context, "page": page, "rows": rows})


@staff_only
@require_safe
def merchant(request: HttpRequest, file_id: uuid.UUID) -> HttpResponse:
    """The case of one merchant: what it told and handed in, what checks found, its history, and what may be decided now."""
    file = MerchantFile.objects.filter(pk=file_id).first()
    if file is None:
        raise Http404
    case = find_merchant_case(file, now())
    for row in case["facts"]:
        row["label"] = FACTS[row["name"]]
    case["numbers"] = [(FACTS[name], value) for name, value in case["contacts"].items()]
    return render(request, "site/staff_merchant.html", {**case, "tone": state_tone(file.state)})


@staff_only
@require_POST
def act(request: HttpRequest, file_id: uuid.UUID, name: str) -> HttpResponse:
    """Decide something about a merchant."""
    decide = ACTS.get(name)
    if decide is None:
        raise Http404
    try:
        decide(request, file_id)
    except RecordNotFound as error:
        raise Http404 from error
    except (MerchantActRefused, MerchantRuleFailed, ScreeningUnavailable, WatchRefused, AppealOver) as error:
        messages.error(request, refusal_words(error))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_merchant", file_id=file_id)


def refusal_words(error: DomainError | MerchantRuleFailed) -> str:
    """Why a step was refused; by rules, in their own words."""
    if isinstance(error, MerchantRuleFailed):
        texts = list_rule_texts(error.rules)
        language = "en" if (get_language() or "").startswith("en") else "zh"
        return " ".join(f"{name}: {row.body['message'][language]}" for name, row in sorted(texts.items()))
    if isinstance(error, ScreeningUnavailable) and error.data.get("reason") not in REFUSALS:
        return _("合规规则暂时无法读取，请稍后再试；规则恢复前不能通过审核。")
    return str(REFUSALS.get(str(error.data.get("reason", error.code)), _("这一步现在不能做。")))


def _approve(request: HttpRequest, file_id: uuid.UUID) -> None:
    approve_merchant(file_id=file_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())


def _ask(request: HttpRequest, file_id: uuid.UUID) -> None:
    ask_merchant_info(file_id=file_id, actor=staff_actor(request), note=text_of(request, "reason"), now=now())


def _restrict(request: HttpRequest, file_id: uuid.UUID, kind: MerchantRestrictionKind) -> None:
    restrict_merchant(
        file_id=file_id,
        kind=kind,
        actor=staff_actor(request),
        reason=text_of(request, "reason"),
        remedy=text_of(request, "remedy"),
        documents=lines_of(request, "documents"),
        legal_basis=text_of(request, "legal_basis", 300),
        evidence=request.POST.getlist("evidence"),
        now=now(),
    )


def _refuse(request: HttpRequest, file_id: uuid.UUID) -> None:
    _restrict(request, file_id, MerchantRestrictionKind.REFUSAL)


def _freeze(request: HttpRequest, file_id: uuid.UUID) -> None:
    _restrict(request, file_id, MerchantRestrictionKind.FREEZE)


def _reinstate(request: HttpRequest, file_id: uuid.UUID) -> None:
    reinstate_merchant(file_id=file_id, actor=staff_actor(request), reason=text_of(request, "reason"), now=now())


def _call_in(request: HttpRequest, file_id: uuid.UUID) -> None:
    try:
        day = dt.date.fromisoformat(request.POST.get("due_on", ""))
    except ValueError as error:
        raise MerchantActRefused(reason="due_at") from error
    due = dt.datetime.combine(day, dt.time(), CHINA)
    call_in_merchant(
        file_id=file_id, actor=staff_actor(request), reason=text_of(request, "reason"), due_at=due, now=now()
    )


def _decide_appeal(request: HttpRequest, file_id: uuid.UUID) -> None:
    appeal = read_uuid(request.POST.get("appeal", ""))
    if appeal is None:
        raise RecordNotFound(id="appeal")
    decide_merchant_appeal(
        appeal_id=appeal,
        actor=staff_actor(request),
        uphold=request.POST.get("decision") == "yes",
        answer=text_of(request, "reason"),
        now=now(),
    )


ACTS: dict[str, Callable[[HttpRequest, uuid.UUID], None]] = {
    "approve": _approve,
    "ask": _ask,
    "refuse": _refuse,
    "freeze": _freeze,
    "reinstate": _reinstate,
    "call-in": _call_in,
    "decide-appeal": _decide_appeal,
}
