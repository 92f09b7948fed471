"""Events of whoever collects the money, for the platform's staff: which wait, which went wrong, which are nobody's."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.models import BillingAccount, ProviderEvent
from billing.selectors import list_checks
from billing.staff_selectors import list_stuck_events
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.views.staff import staff_page
from platform_core.tenancy.models import Tenant

PAGE, CHECKS = 100, 10


@staff_page(StaffPower.BILLING)
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Those that somebody should look at; under the other tab all, the newest first."""
    tab = "all" if request.GET.get("tab") == "all" else "stuck"
    rows = ProviderEvent.objects.order_by("-received_at", "id") if tab == "all" else list_stuck_events(now())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    customers = {each.customer_id for each in page if each.customer_id}
    accounts = dict(BillingAccount.objects.filter(customer_id__in=customers).values_list("customer_id", "tenant_id"))
    shops = Tenant.objects.in_bulk(set(accounts.values()))
    named = [(each, shops.get(accounts[each.customer_id]) if each.customer_id in accounts else None) for each in page]
    context = {"page": page, "rows": named, "tab": tab, "checks": list(list_checks()[:CHECKS])}
    return render(request, "site/staff_billing_events.html", context)
