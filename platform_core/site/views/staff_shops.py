"""Shops, for the platform's staff: how each is getting on, as far as it is known without looking into it."""

from __future__ import annotations

import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.models import Proposal
from platform_core.compliance.selectors import find_open_look, list_looks
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.shop_overview import find_shop, find_shop_facts, find_shops, list_shop_rows
from platform_core.site.views.staff import staff_of, staff_only
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.directory import shop_host
from platform_core.tenancy.enums import TenantState

PAGE, LOOKS = 50, 20


@staff_only
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """All shops, found by name, address, code or the owner's mail."""
    wanted, state = request.GET.get("q", "").strip()[:80], request.GET.get("state", "")
    page = Paginator(find_shops(wanted, state), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": list_shop_rows(list(page)), "q": wanted, "state": state}
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
    context = {
        **find_shop_facts(found, in_clear=look is not None),
        "look": look,
        "looks": list_looks(found.role_name)[:LOOKS],
        "waiting": asked.filter(state=ProposalState.OPEN, expires_at__gte=moment).first(),
        "agreed": asked.filter(state=ProposalState.APPROVED, tenantlook=None).order_by("-decided_at").first(),
        "may_look": StaffPower.LOOK in staff.powers,
        "url": shop_url(shop_host(found.slug)) if found.slug else "",
    }
    return render(request, "site/staff_shop_page.html", context)
