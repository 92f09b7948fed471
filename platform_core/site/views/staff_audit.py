"""What the platform's staff did, for those who audit it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.compliance.audit_selectors import find_audit_state, find_audit_sum
from platform_core.compliance.models import StaffAct
from platform_core.identity.enums import StaffPower
from platform_core.site.staff_act_words import ACTS, OUTCOMES
from platform_core.site.views.staff import staff_page
from platform_core.tenancy.models import Tenant

PAGE = 50


@staff_page(StaffPower.AUDIT)
@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """Everything that was set out to be done, by person, act and shop, the latest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("who", "act", "shop")}
    rows = StaffAct.objects.select_related("outcome").order_by("-at", "-id")
    if asked["who"]:
        rows = rows.filter(email=asked["who"].lower())
    if asked["act"] in ACTS:
        rows = rows.filter(act=asked["act"])
    if asked["shop"]:
        named = Tenant.objects.filter(slug=asked["shop"].lower(), livemode=True).values_list("role_name", flat=True)
        rows = rows.filter(tenant_role__in=list(named))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shops = dict(
        Tenant.objects.filter(role_name__in={row.tenant_role for row in page} - {""}).values_list("role_name", "name")
    )
    context = {"page": page, "rows": [_row(row, shops) for row in page], "asked": asked, "acts": ACTS.items()}
    context |= {"seal": find_audit_state(), "logs": find_audit_sum()}
    return render(request, "site/staff_audit.html", context)


def _row(act: StaffAct, shops: dict[str, str]) -> dict[str, Any]:
    found: Any = getattr(act, "outcome", None)
    word, tone = OUTCOMES[found.outcome] if found else (_("未知"), "amber")
    return {
        "act": act,
        "word": ACTS.get(act.act, act.act),
        "shop": shops.get(act.tenant_role, ""),
        "outcome": word,
        "tone": tone,
        "detail": ", ".join(f"{name}: {value}" for name, value in sorted(found.detail.items())) if found else "",
    }
