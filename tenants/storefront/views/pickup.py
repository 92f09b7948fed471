"""Codes for somebody who was sent a link: no account, no order. Opening the page shows nothing; asking is recorded."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import nullcontext
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant, tenant_context
from tenants.catalog.models import Sku
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.opening import IssuedCode
from tenants.issuance.models import Issuance, IssuanceDelivery
from tenants.issuance.pickup import read_token
from tenants.issuance.selectors import find_delivery, get_issuance
from tenants.issuance.services.reveal_codes import reveal_codes

SHOWN_AT_ONCE = 100


def _place(token: str) -> tuple[Any, Any]:
    """What the link opens, and the context of the tenant that has it: this shop, or its test twin."""
    found = read_token(token)
    if found is None:
        raise Http404
    if found.livemode:
        return found.delivery_id, nullcontext()
    twin = directory.find_twin(current_tenant())
    if twin is None:
        raise Http404
    return found.delivery_id, tenant_context(twin)


def _codes(request: HttpRequest, delivery: IssuanceDelivery, issuance: Issuance, limit: int) -> list[IssuedCode]:
    return reveal_codes(
        issuance_id=issuance.id,
        line_ids=[line.id for line in issuance.lines.all()],
        actor=public_id("idl", delivery.id),
        ip=ip_of(request) or None,
        offset=0,
        limit=limit,
        now=now(),
    )


class ShownCode(NamedTuple):
    """A code under the name of what it is, where it is the first of several kinds."""

    opened: Any
    expires_on: dt.date | None
    heading: str


def _headed(codes: list[IssuedCode], skus: dict[uuid.UUID, Sku]) -> list[ShownCode]:
    """Codes of one kind need no name; of several kinds they stand together under theirs."""
    kinds = list(dict.fromkeys(code.sku_id for code in codes))
    found = []
    for kind in kinds:
        heading = f"{skus[kind].product.name} · {skus[kind].name}" if len(skus) > 1 else ""
        for code in codes:
            if code.sku_id == kind:
                found.append(ShownCode(code.opened, code.expires_on, heading))
                heading = ""
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
def pickup(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link. Programs that look into mails open links: only the button shows codes."""
    delivery_id, context = _place(token)
    with context:
        delivery = find_delivery(delivery_id)
        if delivery is None:
            raise Http404
        if delivery.expires_at <= now():
            return _private(render(request, "storefront/pickup.html", {"over": True}, status=410))
        issuance = get_issuance(delivery.issuance_id)
        lines = list(issuance.lines.all())
        names = Sku.objects.select_related("product").in_bulk({line.sku_id for line in lines})
        shown = {
            "issuance": issuance,
            "lines": [(names[line.sku_id], line.quantity - line.missing) for line in lines],
            "ready": any(line.quantity > line.missing for line in lines),
            "waiting": any(line.missing for line in lines) and issuance.completed_at is None,
            "total": sum(line.quantity - line.missing for line in lines),
            "test": not current_tenant().livemode,
            "delivery": delivery,
            "file_url": f"/pickup/{token}/codes.txt",
        }
        if request.method == "POST" and shown["ready"]:
            try:
                shown["codes"] = _headed(_codes(request, delivery, issuance, SHOWN_AT_ONCE), names)
            except CodesNotKept as error:
                shown |= {"not_kept": True, "since": error.data.get("since", "")}
        return _private(render(request, "storefront/pickup.html", shown))


@require_POST
def pickup_file(request: HttpRequest, token: str) -> HttpResponse:
    """All codes of the link as a text file."""
    delivery_id, context = _place(token)
    with context:
        delivery = find_delivery(delivery_id)
        if delivery is None or delivery.expires_at <= now():
            raise Http404
        try:
            codes = _codes(request, delivery, get_issuance(delivery.issuance_id), 10_000)
        except CodesNotKept:  # the page says why
            return redirect(f"/pickup/{token}")
    lines = ["----".join(part for part in code.opened if part) for code in codes]
    response = HttpResponse("\r\n".join(lines) + "\r\n", content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="codes.txt"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _private(response)
