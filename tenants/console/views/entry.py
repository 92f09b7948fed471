from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from platform_core.identity.errors import TicketRefused
from platform_core.identity.services.redeem_console_ticket import redeem_console_ticket
from platform_core.tenancy.addresses import platform_url
from platform_core.tenancy.context import current_tenant
from tenants.console.staff import KEY


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Arrive from the platform host with a one-time ticket."""
    try:
        arrival = redeem_console_ticket(token=request.GET.get("ticket", ""))
    except TicketRefused:
        return redirect(platform_url("/login?next=/shops"))
    request.session.cycle_key()
    request.session[KEY] = {
        "user_id": str(arrival.user_id),
        "second_factor": arrival.second_factor,
        "schema": current_tenant().schema_name,
    }
    return redirect("console:start")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out of this back office."""
    request.session.flush()
    return redirect(platform_url("/shops"))
