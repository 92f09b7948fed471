"""Deliveries to the URLs that orders named (``notify_url``), and what those are signed with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now, on_the_wall
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.delivery_words import rows_of
from tenants.console.endpoint_words import place_of
from tenants.console.staff import actor, staff_only
from tenants.console.views.keys import OVERLAPS
from tenants.console.views.modes import mode_of, place, shop_of
from tenants.console.views.webhooks import address, ways_of
from webhooks.selectors import list_order_deliveries, list_secrets
from webhooks.services.reveal_signing_secrets import reveal_signing_secrets
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets

AT_ONCE = 50


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """Where this page was before there were endpoints."""
    return redirect(address(mode_of(request), "orders"))


@staff_only(Power.WEBHOOKS_EDIT)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Where orders were told that they are over, newest first."""
    return render(request, "console/callbacks.html", _page(request))


def _page(request: HttpRequest) -> dict[str, Any]:
    mode = mode_of(request)
    rows: list[dict[str, Any]] = []
    old, last = [], ""
    with place(mode) as exists:
        if exists:
            found = list(_before(request.GET.get("before", ""))[: AT_ONCE + 1])
            rows = [{**row, "place": place_of(row["delivery"].url)} for row in rows_of(found[:AT_ONCE])]
            old = [each for each in list_secrets(current_tenant(), on_the_wall(now())) if each.valid_until]
            last = rows[-1]["id"] if len(found) > AT_ONCE else ""
    return {
        **ways_of(mode),
        "tab": "orders",
        "exists": exists,
        "rows": rows,
        "older": address(mode, "orders", before=last) if last else "",
        "old_secrets": old,
        "overlaps": OVERLAPS.items(),
    }


def _before(last: str) -> Any:
    """Callbacks that were made before one of them, newest first."""
    rows = list_order_deliveries()
    try:
        return rows.filter(id__lt=parse_public_id("dlv", last)) if last else rows
    except RecordNotFound as error:
        raise Http404 from error


@staff_only(Power.WEBHOOKS_EDIT)
@require_http_methods(["GET", "POST"])
def secret(request: HttpRequest) -> HttpResponse:
    """What they are signed with, once, on record (POST); the place of it on the page, without it (GET)."""
    mode = mode_of(request)
    context: dict[str, Any] = ways_of(mode)
    if request.method == "POST":
        with place(mode) as exists:
            if not exists:
                raise Http404
            context["secrets"] = reveal_signing_secrets(endpoint_id=None, actor=actor(request), now=now())
    if request.headers.get("HX-Request"):
        return render(request, "console/endpoint_secret.html", context)
    if request.method != "POST":
        return redirect(address(mode, "orders"))
    return render(request, "console/callbacks.html", _page(request) | context)


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """A new signing secret; the old one signs along for a while."""
    hours, mode = request.POST.get("hours", "24"), mode_of(request)
    shop = shop_of(mode)
    if shop is None or not hours.isdecimal() or int(hours) not in OVERLAPS:
        raise Http404
    rotate_signing_secrets(tenant=shop, overlap=dt.timedelta(hours=int(hours)), now=now())
    messages.success(request, _("签名密钥已更换。请显示新密钥，换到接收方的系统里。"))
    return redirect(address(mode, "orders"))
