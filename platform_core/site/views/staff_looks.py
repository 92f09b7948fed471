"""Looks into a shop: opened with a reason, for an hour at most, read page by page, each page in the shop's own audit log."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.compliance.enums import LookKind, ProposalKind
from platform_core.compliance.errors import LookRefused, ProposalInvalid
from platform_core.compliance.look_kinds import KINDS, NAMES
from platform_core.compliance.looking import AT_ONCE
from platform_core.compliance.models import Proposal, TenantLook
from platform_core.compliance.selectors import list_look_columns, list_tenant_looks
from platform_core.compliance.services.ask_break_glass import ask_break_glass
from platform_core.compliance.services.close_look import close_look
from platform_core.compliance.services.look_into import look_into
from platform_core.compliance.services.open_look import open_look
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.look_rows import label_of, list_cells
from platform_core.site.look_words import REFUSALS
from platform_core.site.shop_overview import find_shop
from platform_core.site.views.staff import note, staff_actor, staff_of, staff_only, staff_page
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of

PAGE = 50
DAY = dt.timedelta(days=1)
BY_TIME = frozenset({"ledger", "supplier_ledger", "audit"})  # what grows fast is read by days


@staff_only
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Who of the staff looked into which shop, why, and how much."""
    page = Paginator(list_tenant_looks(), PAGE).get_page(request.GET.get("page"))
    rows = [(look, directory.find_by_role(look.tenant_role)) for look in page]
    return render(request, "site/staff_looks.html", {"page": page, "rows": rows, "now": now()})


@staff_page(StaffPower.LOOK)
@require_POST
def begin(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Open a look, or ask for one with contacts in the clear."""
    shop, staff = find_shop(tenant_id), staff_of(request)
    if shop is None:
        raise Http404
    reason, basis = request.POST.get("reason", ""), request.POST.get("basis", "")
    minutes = _minutes(request.POST.get("minutes", ""))
    try:
        if request.POST.get("kind") == LookKind.BREAK_GLASS:
            given = {"tenant_id": shop.id, "actor": staff_actor(request), "reason": reason, "basis": basis}
            ask_break_glass(**given, minutes=minutes, now=now())  # type: ignore[arg-type]
            messages.success(request, _("已提交，等另一位主管确认。"))
            return redirect("staff_shop", tenant_id=tenant_id)
        look = open_look(
            tenant_role=shop.role_name,
            staff_id=staff.user_id,
            reason=reason,
            basis=basis,
            minutes=minutes,
            address=ip_of(request),
        )
    except LookRefused as error:
        messages.error(request, str(REFUSALS[error.data["reason"]]))
    except ProposalInvalid as error:
        known = error.data.get("reason") == "already_open"
        messages.error(
            request, _("这家店铺已有一份待确认的申请。") if known else _("请写清原因（至少 10 个字）、依据和时长。")
        )
    else:
        note(request, look=str(look))
        return redirect("staff_look", look_id=look)
    return redirect("staff_shop", tenant_id=tenant_id)


def _minutes(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


@staff_page(StaffPower.LOOK)
@require_POST
def break_glass(request: HttpRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Open the look that another lead agreed to."""
    proposal = Proposal.objects.filter(pk=proposal_id, kind=ProposalKind.BREAK_GLASS).first()
    tenant = directory.find_by_id(proposal.subject_id) if proposal else None
    if proposal is None or tenant is None:
        raise Http404
    try:
        look = open_look(
            tenant_role=tenant.role_name,
            staff_id=staff_of(request).user_id,
            reason=proposal.reason,
            basis=str(proposal.payload.get("basis", "")),
            minutes=int(proposal.payload.get("minutes", 0)),
            address=ip_of(request),
            proposal_id=proposal.id,
        )
    except LookRefused as error:
        messages.error(request, str(REFUSALS[error.data["reason"]]))
        return redirect("staff_shop", tenant_id=tenant.id)
    note(request, look=str(look))
    return redirect("staff_look", look_id=look)


@staff_page(StaffPower.LOOK)
@require_safe
def look(request: HttpRequest, look_id: uuid.UUID) -> HttpResponse:
    """What may be looked at, and until when."""
    found = _own(request, look_id)
    tenant = directory.find_by_role(found.tenant_role)
    return render(request, "site/staff_look.html", {"look": found, "shop": tenant, "kinds": KINDS, "now": now()})


@staff_page(StaffPower.LOOK)
@require_safe
def rows(request: HttpRequest, look_id: uuid.UUID, what: str) -> HttpResponse:
    """A page of rows of one kind. Every one of these is in the shop's audit log."""
    found = _own(request, look_id)
    tenant = directory.find_by_role(found.tenant_role)
    if tenant is None or what not in NAMES:
        raise Http404
    columns = [column for column in list_look_columns() if column.what == what]
    asked = {name: str(value).strip() for name, value in request.GET.items() if name != "page"}
    asked = {name: value for name, value in asked.items() if value}
    if what in BY_TIME and not asked:
        asked["since"] = (now() - DAY).date().isoformat()
    page = max(_minutes(request.GET.get("page", "1")), 1)
    context = {
        "look": found,
        "shop": tenant,
        "what": what,
        "name": NAMES[what],
        "kinds": KINDS,
        "now": now(),
        "number": page,
        "asked": asked,
        "fields": [(each.field, label_of(each.field), asked.get(each.field, "")) for each in columns if each.narrows],
        "by_time": what in BY_TIME,
    }
    given = {"look_id": found.id, "staff_id": staff_of(request).user_id, "what": what, "filters": asked}
    try:
        read = look_into(**given, page=page, address=ip_of(request))  # type: ignore[arg-type]
    except LookRefused as error:
        refusal = REFUSALS[error.data["reason"]]
        return render(request, "site/staff_look_rows.html", {**context, "refusal": refusal}, status=403)
    context |= {"rows": list_cells(columns, read, tenant, found.id), "more": len(read) == AT_ONCE}
    return render(request, "site/staff_look_rows.html", context)


def _own(request: HttpRequest, look_id: uuid.UUID) -> TenantLook:
    found = TenantLook.objects.filter(pk=look_id, staff_id=staff_of(request).user_id).first()
    if found is None:
        raise Http404
    return found


@staff_page(StaffPower.LOOK)
@require_POST
def close(request: HttpRequest, look_id: uuid.UUID) -> HttpResponse:
    """End it before its time."""
    close_look(look_id=look_id, staff_id=staff_of(request).user_id, address=ip_of(request))
    messages.success(request, _("已结束查看。"))
    return redirect("staff_look", look_id=look_id)
