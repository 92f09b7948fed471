from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from tenants.console.staff import staff_only
from tenants.console.views.keys import OVERLAPS
from tenants.console.views.modes import mode_of, place, shop_of
from webhooks.enums import DeliveryStatus
from webhooks.selectors import list_deliveries_with_attempts
from webhooks.services.ensure_signing_secrets import ensure_signing_secrets
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets

AT_ONCE = 50
COLOURS = {
    DeliveryStatus.SUCCEEDED: "green",
    DeliveryStatus.FAILED: "amber",
    DeliveryStatus.EXHAUSTED: "red",
    DeliveryStatus.DELIVERING: "blue",
}


@staff_only("callbacks")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where orders were told that they are over (``notify_url``), newest first, and what those calls are signed with."""
    mode = mode_of(request)
    shop = shop_of(mode)
    with place(mode) as exists:
        rows = [_row(each) for each in list_deliveries_with_attempts()[:AT_ONCE]] if exists else []
    context = {
        "mode": mode,
        "exists": exists,
        "rows": rows,
        "secrets": ensure_signing_secrets(tenant=shop, now=now()) if shop else [],
        "overlaps": OVERLAPS.items(),
    }
    return render(request, "console/callbacks.html", context)


def _row(delivery: Any) -> dict[str, Any]:
    """A delivery; of its URL where it goes, not what it carries there."""
    return {
        "delivery": delivery,
        "event": public_id("evt", delivery.event_id),
        "place": delivery.url.partition("?")[0],
        "colour": COLOURS.get(delivery.status, ""),
        "attempts": list(delivery.log.all()),
    }


@staff_only("callbacks")
@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """A new signing secret; the old one signs along for a while."""
    hours, mode = request.POST.get("hours", "24"), mode_of(request)
    shop = shop_of(mode)
    if shop is None or not hours.isdecimal() or int(hours) not in OVERLAPS:
        raise Http404
    rotate_signing_secrets(tenant=shop, overlap=dt.timedelta(hours=int(hours)), now=now())
    messages.success(request, _("签名密钥已更换。"))
    return redirect(reverse("console:callbacks") + ("?mode=test" if mode == "test" else ""))
