"""Pages of the platform's staff; to everybody else they do not exist."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import Clearance
from platform_core.compliance.selectors import list_suppliers
from platform_core.compliance.services.decide_clearance import decide_clearance
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.models import Tenant

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """404 for anybody who is not platform staff."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@staff_only
@require_safe
def suppliers(request: HttpRequest) -> HttpResponse:
    """Suppliers, those that wait first."""
    rows = []
    for supplier in sorted(list_suppliers(), key=lambda row: row.clearance != Clearance.REGISTERED):
        tenant = directory.find_by_role(supplier.registered_by_role) if supplier.registered_by_role else None
        if tenant is None or tenant.livemode:  # each test shop has one of its own, of fake codes
            rows.append({"supplier": supplier, "tenant": tenant})
    return render(request, "site/staff_suppliers.html", {"rows": rows, "error": request.GET.get("error")})


@staff_only
@require_POST
def decide(request: HttpRequest, supplier_id: uuid.UUID) -> HttpResponse:
    """Clear or suspend a supplier; a suspension needs its reason."""
    wanted = request.POST.get("clearance", "")
    reason = request.POST.get("reason", "").strip()[:500]
    if wanted not in {Clearance.CLEARED, Clearance.SUSPENDED}:
        raise Http404
    if wanted == Clearance.SUSPENDED and not reason:
        return redirect("/staff/?error=reason")
    try:
        decide_clearance(
            supplier_id=supplier_id,
            clearance=Clearance(wanted),
            by=str(request.user),
            reason=reason or _("资质齐全"),
            now=now(),
        )
    except RecordNotFound as error:
        raise Http404 from error
    return redirect("/staff/")


@staff_only
@require_safe
def tenants(request: HttpRequest) -> HttpResponse:
    """All shops."""
    rows = Tenant.objects.filter(livemode=True).order_by("-created_at")[:500]
    return render(request, "site/staff_shops.html", {"rows": rows})
