from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from billing.engines import is_billing_on
from platform_core.compliance.agreement_selectors import list_to_begin
from platform_core.kernel.clock import now


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Kaquan is, for merchants; what the platform is about to change stands on top."""
    return render(request, "site/home.html", {"coming": list_to_begin(now()), "priced": is_billing_on()})
