"""What the shop pays the platform (套餐与账单): how it stands, what it used, its bills; and the way back from the provider."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing.selectors import find_account, find_subscription, list_invoices
from billing.services.open_portal import open_portal
from billing.services.sync_customer import sync_customer
from platform_core.kernel.clock import now
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.billing_banner import KEY, banner_for, forget_banner, mark_of
from tenants.console.billing_bars import bars_of
from tenants.console.billing_held import held_of, outline_of
from tenants.console.billing_offer import is_running
from tenants.console.billing_page import HOME, abilities, absolute, done, refused, rights, where_charged
from tenants.console.billing_refusals import REFUSALS
from tenants.console.billing_terms import terms_of
from tenants.console.billing_usage import find_usage
from tenants.console.invoice_rows import row_of
from tenants.console.staff import staff_only

NEWEST = 12
EVERY = 4  # seconds between two looks at the provider, however many pages wait for it
LOOKS = 45  # of a page that waits, two seconds apart


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def index(request: HttpRequest) -> HttpResponse:
    """Everything at a glance."""
    tenant, moment = current_tenant(), now()
    outline = outline_of(tenant, moment)
    subscription = outline.subscription if outline is not None else None
    invoices = list(list_invoices(tenant.id)[: NEWEST + 1])
    due = [row_of(each, moment) for each in invoices if each.is_owed]
    context: dict[str, Any] = {
        "subscription": subscription,
        "terms": terms_of(subscription, moment) if subscription is not None else None,
        "bars": bars_of(outline.limits, held_of(outline), find_usage(tenant, moment)) if outline is not None else [],
        "invoices": [row_of(each, moment) for each in invoices[:NEWEST]],
        "more": len(invoices) > NEWEST,
        "due": due[-1] if due else None,
        "account": find_account(tenant.id),
        "portal": subscription is not None and is_running(subscription) and abilities().portal,
        **rights(request),
    }
    return render(request, "console/billing/index.html", context)


@staff_only(Power.BILLING_VIEW, post=Power.BILLING_PAY)
@require_POST
@where_charged
def portal(request: HttpRequest) -> HttpResponse:
    """Change the card, at the provider."""
    try:
        return redirect(open_portal(tenant=current_tenant(), back_url=absolute("billing"), now=now()))
    except REFUSALS as error:
        refused(request, error)
    return redirect(HOME)


@staff_only(Power.BILLING_VIEW)
@require_POST
@where_charged
def refresh(request: HttpRequest) -> HttpResponse:
    """Read everything at the provider again."""
    try:
        _sync()
    except REFUSALS as error:
        refused(request, error)
    else:
        done(request, _("已更新到最新状态。"))
    return redirect(HOME)


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider's page of payment leads to: what became of it, waited for where it is not known yet."""
    return render(request, "console/billing/done.html", _outcome(request))


@staff_only(Power.BILLING_VIEW)
@require_safe
@where_charged
def back_state(request: HttpRequest) -> HttpResponse:
    """The part of that page that waits."""
    return render(request, "console/billing/done_state.html", _outcome(request))


@staff_only(Power.START, changes=False)
@require_POST
@where_charged
def hide(request: HttpRequest) -> HttpResponse:
    """Not to be told the same today once more."""
    found = banner_for(request)
    if found is not None and found.key and found.key == request.POST.get("key"):
        request.session[KEY] = mark_of(found.key)
    return HttpResponse() if request.headers.get("HX-Request") else redirect("console:start")


def _sync() -> None:
    tenant = current_tenant()
    if count_up("billing-sync", window=EVERY) <= 1:
        sync_customer(tenant_id=tenant.id, now=now())
        forget_banner(tenant.id)


def _outcome(request: HttpRequest) -> dict[str, Any]:
    tried = request.GET.get("look", "")
    look = int(tried) if tried.isdecimal() and len(tried) < 4 else 0
    unreachable = False
    try:
        _sync()
    except REFUSALS:
        unreachable = True
    tenant, moment = current_tenant(), now()
    subscription: Any = find_subscription(tenant.id)
    bill = next((each for each in list_invoices(tenant.id)[:NEWEST] if each.is_owed), None)
    settled = is_running(subscription)
    return {
        "settled": settled,
        "terms": terms_of(subscription, moment) if subscription is not None else None,
        "bill": row_of(bill, moment) if bill is not None else None,
        "unreachable": unreachable,
        "waits": not settled and look < LOOKS,
        "look": look + 1,
        **rights(request),
    }
