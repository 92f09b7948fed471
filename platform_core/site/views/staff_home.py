"""The first page of the platform console: what waits, and how the register stands."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.staff_selectors import count_work
from platform_core.identity.enums import StaffPower
from platform_core.kernel.clock import now
from platform_core.site.views.staff import staff_of, staff_only
from platform_core.site.work_queues import find_work


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Queues with their oldest, suppliers by state, expiries ahead, findings by rule, review time."""
    context = {**find_work(now()), "unproven": not settings.KAQUAN_REQUIRE_STAFF_FACTOR}
    if StaffPower.BILLING in staff_of(request).powers:
        context["billing"] = count_work(now())
    return render(request, "site/staff_home.html", context)
