"""Codes, masked: by SKU, batch, state, order, or by what they say."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import local_date, now
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.catalog.models import Sku
from tenants.console.code_pages import STATES, read_page, read_place, read_withheld, write_place
from tenants.console.staff import staff_only
from tenants.console.stock_words import CODE_TONES
from tenants.console.views.stock_batches import sku_choices
from tenants.inventory.selectors import find_code_saying, list_codes_numbered
from tenants.inventory.stored import display_of
from tenants.issuance.codes import Code
from tenants.issuance.selectors import list_facts_of
from tenants.orders.selectors import find_order_numbered, list_bought, list_codes_of

LONGEST = 1_024  # characters of a code that somebody looks for
SHOWN = 200  # codes of an order, or with one number


def code_rows(codes: list[Code]) -> list[dict[str, Any]]:
    """Codes as a table shows them: masked, with their SKU, state and order."""
    today = local_date(now(), current_tenant().time_zone)
    bought = list_bought({code.line_id for code in codes if code.line_id})
    skus = Sku.objects.select_related("product").in_bulk({code.sku.id for code in codes})
    rows = []
    for code in codes:
        status, whose = code.status(today), bought.get(code.line_id) if code.line_id else None
        sku = skus[code.sku.id]
        rows.append(
            {
                "code": code,
                "display": display_of(code.stored),
                "sku": f"{sku.product.name} · {sku.name}",
                "status": gettext("已导出") if code.stored.place == "exported" else status.label,
                "tone": CODE_TONES.get(status, ""),
                "order": whose.order if whose else None,
            }
        )
    return rows


def _page(request: HttpRequest, found: list[Code], **facts: Any) -> HttpResponse:
    context = {"rows": code_rows(found), "states": [(key, words) for key, (words, _) in STATES.items()], **facts}
    context |= {"skus": sku_choices(), "may_export": Power.CODES_EXPORT in request.powers}  # type: ignore[attr-defined]
    fragment = request.headers.get("HX-Target") == "list"
    context |= {"fragment": fragment, "active": sum(bool(text) for text in facts["asked"].values())}
    return render(request, "console/stock/code_rows.html" if fragment else "console/stock/codes.html", context)


@staff_only(Power.STOCK_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Codes of a SKU, a batch, a state or an order, newest first. Nothing is counted: a shop may have ten millions."""
    asked = {name: request.GET.get(name, "").strip() for name in ("sku", "batch", "state", "order")}
    facts: dict[str, Any] = {"asked": asked, "query": urlencode({name: text for name, text in asked.items() if text})}
    if asked["order"]:
        order = find_order_numbered(asked["order"])
        codes = list_codes_of(order)[:SHOWN] if order is not None else []
        return _page(request, codes, **facts)
    sku_id, lot_id = _uuid(asked["sku"]), int(asked["batch"]) if asked["batch"][:15].isdecimal() else None
    after = read_place(request.GET.get("after", ""))
    if asked["state"] == "withheld" and lot_id is None:
        page = read_withheld(lot_id=lot_id, sku_id=sku_id, after=after)
    else:
        today = local_date(now(), current_tenant().time_zone)
        page = read_page(lot_id=lot_id, sku_id=sku_id, state=asked["state"], after=after, today=today)
    facts |= {"after": write_place(page.after), "looked": page.looked, "first": after is None}
    return _page(request, page.codes, **facts)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError as error:
        raise Http404 from error


@staff_only(Power.STOCK_VIEW, changes=False)
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """The code that says this, or those with this card number. Posted: what is asked for may be a secret, which no address holds."""
    text = request.POST.get("code", "").strip()[:LONGEST]
    number, dashes, secret = text.partition("----")
    stored = []
    if text:
        exact = find_code_saying(secret if dashes else text, number if dashes else None)
        stored = [exact] if exact is not None else list_codes_numbered(number if dashes else text)[:SHOWN]
    return _page(request, list_facts_of(stored), asked={}, searched=True)
