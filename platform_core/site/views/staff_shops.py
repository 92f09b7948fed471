"""Shops, for the platform's staff: how each is getting on, as far as it is known without looking into it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.models import Proposal
from platform_core.compliance.selectors import find_open_look, list_tenant_looks
from platform_core.entitlements.enums import Standing
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.billing_words import TONES, money
from platform_core.site.shop_overview import find_shop, find_shop_facts, find_shops, list_shop_rows
from platform_core.site.views.staff import staff_of, staff_only, staff_page
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.directory import shop_host
from platform_core.tenancy.enums import TenantAct, TenantState
from platform_core.tenancy.errors import TenantStepRefused
from platform_core.tenancy.services.change_tenant_state import change_tenant_state

PAGE, LOOKS = 50, 20


@staff_only
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """All shops, found by name, address, code or the owner's mail."""
    wanted, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    troubled = bool(request.GET.get("troubled"))
    page = Paginator(find_shops(wanted, state, troubled=troubled), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": list_shop_rows(list(page)), "q": wanted, "state": state, "troubled": troubled}
    return render(request, "site/staff_shops.html", {**context, "states": TenantState.choices})


@staff_only
@require_safe
def shop(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """One shop: who runs it, plan, domains, suppliers, findings, looks into it. Mails whole under an open look alone."""
    found, staff, moment = find_shop(tenant_id), staff_of(request), now()
    if found is None:
        raise Http404
    look = find_open_look(staff.user_id, found.role_name, moment)
    asked = Proposal.objects.filter(kind=ProposalKind.BREAK_GLASS, subject_id=found.id, asked_by=staff.user_id)
    running = Q(state=ProposalState.OPEN, expires_at__gte=moment) | Q(state=ProposalState.APPROVED, tenantlook=None)
    found_asked = list(asked.filter(running).order_by(F("decided_at").desc(nulls_first=True)))
    facts = find_shop_facts(found, in_clear=look is not None)
    paid = facts["subscription"]
    context = {
        **facts,
        "worth": money(paid.worth, paid.currency) if paid and paid.worth else "",
        "tone": TONES[Standing(paid.standing)] if paid else "",
        "look": look,
        "looks": list_tenant_looks(found.role_name)[:LOOKS],
        "waiting": next((each for each in found_asked if each.state == ProposalState.OPEN), None),
        "agreed": next((each for each in found_asked if each.state == ProposalState.APPROVED), None),
        "may_bill": StaffPower.BILLING in staff.powers,
        "may_suspend": StaffPower.SUSPEND in staff.powers,
        "may_look": StaffPower.LOOK in staff.powers,
        "url": shop_url(shop_host(found.slug)) if found.slug else "",
    }
    return render(request, "site/staff_shop_page.html", context)


@staff_page(StaffPower.SUSPEND)
@require_POST
def act(request: HttpRequest, tenant_id: uuid.UUID, name: str) -> HttpResponse:
    """Suspend a shop, or let it go on, for a reason that is kept."""
    found = find_shop(tenant_id)
    wanted = {"suspend": TenantAct.SUSPEND, "resume": TenantAct.RESUME}.get(name)
    if found is None or wanted is None or found.state == TenantState.ARCHIVED:
        raise Http404
    reason, staff = request.POST.get("reason", ""), staff_of(request)
    try:
        change_tenant_state(tenant_id=found.id, act=wanted, reason=reason, by=staff.email, now=now())
    except TenantStepRefused as error:
        told = error.data.get("reason") == "reason"
        messages.error(request, _("请写明原因。") if told else _("店铺的状态刚刚变了，请刷新后再看。"))
    else:
        messages.success(request, _("已记录，数秒内在所有页面生效。"))
    return redirect("staff_shop", tenant_id=tenant_id)
