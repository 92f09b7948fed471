"""Appeals of merchants, and acts that take two of the staff."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.enums import AppealState, ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid, ScreeningUnavailable, SupplierActRefused
from platform_core.compliance.models import Appeal, Proposal, Supplier
from platform_core.compliance.services.decide_agreement import decide_agreement
from platform_core.compliance.services.decide_blacklist import decide_blacklist
from platform_core.compliance.services.decide_break_glass import decide_break_glass
from platform_core.compliance.services.decide_recall import decide_recall
from platform_core.compliance.services.withdraw_proposal import withdraw_proposal
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.site.billing_words import money
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_only, staff_page
from platform_core.site.views.staff_terms import FAULTS
from platform_core.tenancy import directory
from platform_core.tenancy.models import Tenant

PAGE, LATELY = 50, 30


@staff_only
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Open appeals, the oldest first; each is decided on its supplier's page. Under another tab those that were decided."""
    decided = request.GET.get("tab") == "decided"
    rows = Appeal.objects.select_related("restriction__supplier", "link")
    if decided:
        rows = rows.exclude(state=AppealState.OPEN).order_by("-decided_at", "id")
    else:
        rows = rows.filter(state=AppealState.OPEN).order_by("made_at", "id")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shops = dict(
        Tenant.objects.filter(role_name__in={row.tenant_role for row in page}).values_list("role_name", "name")
    )
    context = {"page": page, "decided": decided, "rows": [(row, shops.get(row.tenant_role, "")) for row in page]}
    return render(request, "site/staff_appeals.html", context)


@staff_only
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what became of the latest."""
    waiting = Proposal.objects.filter(state=ProposalState.OPEN, expires_at__gte=now()).order_by("asked_at", "id")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    lately = list(Proposal.objects.exclude(state=ProposalState.OPEN).order_by("-asked_at", "id")[:LATELY])
    names = _names([*page, *lately])
    own = str(staff_of(request).user_id)
    context = {
        "page": page,
        "rows": [(row, names.get(row.subject_id, ""), str(row.asked_by) == own) for row in page],
        "lately": [(row, names.get(row.subject_id, "")) for row in lately],
        "may_confirm": StaffPower.CONFIRM in staff_of(request).powers,
    }
    return render(request, "site/staff_proposals.html", context)


def _names(found: list[Proposal]) -> dict[uuid.UUID, str]:
    """What proposals are about, in words: a supplier's name, or a shop's."""
    suppliers = {row.subject_id for row in found if row.kind in {ProposalKind.BLACKLIST, ProposalKind.RECALL}}
    names: dict[uuid.UUID, str] = dict(Supplier.objects.filter(pk__in=suppliers).values_list("id", "name"))
    for row in found:
        if row.kind == ProposalKind.BREAK_GLASS:
            tenant = directory.find_by_id(row.subject_id)
            names[row.subject_id] = tenant.name if tenant else ""
        elif row.kind == ProposalKind.AGREEMENT:
            names[row.subject_id] = str(AgreementKind(row.payload["kind"]).label)
        elif row.kind == ProposalKind.TRANSFER:
            names[row.subject_id] = f"{row.payload['number']} {money(row.payload['amount'], row.payload['currency'])}"
    return names


@staff_page(StaffPower.VIEW, post=StaffPower.CONFIRM, acts={"withdraw": StaffPower.VIEW})
@require_POST
def decide(request: HttpRequest, proposal_id: uuid.UUID, name: str) -> HttpResponse:
    """The second person agrees or does not; whoever asked may take it back."""
    proposal = Proposal.objects.filter(pk=proposal_id).first()
    if proposal is None or name not in {"agree", "refuse", "withdraw"}:
        raise Http404
    if proposal.kind == ProposalKind.TRANSFER and name != "withdraw":
        raise Http404  # decided on its bill's page, by who may
    note(request, kind=proposal.kind, decision=name)
    given: dict[str, Any] = {
        "proposal_id": proposal_id,
        "actor": staff_actor(request),
        "agree": name == "agree",
        "answer": request.POST.get("reason", ""),
        "now": now(),
    }
    try:
        if name == "withdraw":
            withdraw_proposal(proposal_id=proposal_id, actor=staff_actor(request))
        elif proposal.kind == ProposalKind.BLACKLIST:
            decide_blacklist(**given)
        elif proposal.kind == ProposalKind.AGREEMENT:
            decide_agreement(**given)
        elif proposal.kind == ProposalKind.RECALL:
            decide_recall(**given)
        else:
            decide_break_glass(**given)
    except RecordNotFound as error:
        raise Http404 from error
    except ProposalInvalid as error:
        reason = str(error.data.get("reason"))
        same = _("须由另一人确认。") if reason == "same_person" else _("这项申请已有结果，或已过期。")
        messages.error(request, str(FAULTS.get(reason, same)))
    except ScreeningUnavailable:
        messages.error(request, _("合规规则暂时无法读取，请稍后再试。"))
    except SupplierActRefused:
        messages.error(request, _("供应商的状态已经变化，这一步现在不能做。"))
    else:
        messages.success(request, _("已记录。"))
    return redirect("staff_proposals")
