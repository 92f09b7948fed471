"""The cart: which SKUs and how many, in the visitor's own session. What they cost and whether they are there is asked anew each time."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.money import format_money
from tenants.catalog.enums import Fulfilment
from tenants.catalog.facts import Offer, offers_of
from tenants.catalog.tiers import tier_for, unit_price
from tenants.inventory.selectors import UNLIMITED, list_stock
from tenants.orders.services.place_order import LARGEST_LINE, MOST_LINES
from tenants.storefront.personal import is_own_form
from tenants.storefront.tickets import rule_words

KEY = "cart"


class CartLine(NamedTuple):
    """A line as it is shown. ``obstacle``: why it cannot be bought as it is; ``rule``: what made its price another than that of one."""

    offer: Offer
    quantity: int
    most: int
    price: str
    amount: str
    obstacle: str
    rule: str = ""


def cart_of(request: HttpRequest) -> list[tuple[uuid.UUID, int]]:
    """SKUs and quantities of this visitor's cart."""
    return [(uuid.UUID(sku), quantity) for sku, quantity in request.session.get(KEY, {}).items()]


def wanted_of(data: object) -> tuple[uuid.UUID, int] | None:
    """The SKU and the quantity of a form, if they are of the right form."""
    try:
        return uuid.UUID(data.get("sku", "")), max(1, min(int(data.get("quantity", "1")), LARGEST_LINE))  # type: ignore[attr-defined]
    except ValueError:
        return None


def shown_lines(wanted: Sequence[tuple[uuid.UUID, int]]) -> list[CartLine]:
    """Lines with today's prices and stock; what is no longer sold is left out. Two queries, whatever the cart."""
    offers = offers_of([sku_id for sku_id, _quantity in wanted])
    automatic = [offer.sku.id for offer in offers.values() if offer.fulfilment == Fulfilment.AUTOMATIC]
    stock = list_stock(automatic, now=now()) if automatic else {}
    return [
        _line(offers[sku_id], quantity, stock.get(sku_id, UNLIMITED)) for sku_id, quantity in wanted if sku_id in offers
    ]


def _line(offer: Offer, quantity: int, available: int) -> CartLine:
    sku = offer.sku
    most = min(sku.max_quantity or LARGEST_LINE, LARGEST_LINE, available)
    obstacle = ""
    if available < sku.min_quantity:
        obstacle = _("缺货")
    elif quantity > most:
        obstacle = ngettext("最多可买 %(most)d 件", "最多可买 %(most)d 件", most) % {"most": most}
    elif quantity < sku.min_quantity:
        least = sku.min_quantity
        obstacle = ngettext("至少购买 %(least)d 件", "至少购买 %(least)d 件", least) % {"least": least}
    elif quantity % sku.quantity_multiple:
        obstacle = _("须按 %(multiple)d 的倍数购买") % {"multiple": sku.quantity_multiple}
    each, tier = unit_price(sku, quantity), tier_for(sku, quantity)
    price, amount = format_money(each, sku.currency), format_money(each * quantity, sku.currency)
    return CartLine(offer, quantity, most, price, amount, obstacle, rule_words(tier, sku.currency) if tier else "")


def total_of(lines: Sequence[CartLine]) -> str:
    """What the lines cost together; empty where they are in several currencies, and cannot be paid together."""
    currencies = {line.offer.sku.currency for line in lines}
    if len(currencies) != 1:
        return ""
    return format_money(
        sum(unit_price(line.offer.sku, line.quantity) * line.quantity for line in lines), currencies.pop()
    )


@require_safe
def cart(request: HttpRequest) -> HttpResponse:
    """What is in it, what it costs, what stands in the way."""
    lines = shown_lines(cart_of(request))
    ready = bool(lines) and not any(line.obstacle for line in lines) and bool(total_of(lines))
    context = {"lines": lines, "total": total_of(lines), "ready": ready, "mixed": bool(lines) and not total_of(lines)}
    response = render(request, "storefront/cart.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put more of a SKU into the cart."""
    if not is_own_form(request):
        return HttpResponse(status=403)
    wanted = wanted_of(request.POST)
    if wanted is not None and offers_of([wanted[0]]):
        kept: dict[str, int] = request.session.get(KEY, {})
        sku = str(wanted[0])
        if sku in kept or len(kept) < MOST_LINES:
            request.session[KEY] = {**kept, sku: min(kept.get(sku, 0) + wanted[1], LARGEST_LINE)}
    return redirect("shop:cart")


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another quantity; none at all takes the SKU out."""
    kept: dict[str, int] = dict(request.session.get(KEY, {}))
    sku = request.POST.get("sku", "")
    if sku in kept:
        asked = request.POST.get("quantity", "")
        if request.POST.get("remove") or asked == "0":
            del kept[sku]
        elif asked.isdecimal():
            kept[sku] = max(1, min(int(asked), LARGEST_LINE))
        request.session[KEY] = kept
    return redirect("shop:cart")


def empty_cart(request: HttpRequest) -> None:
    """It was bought."""
    request.session.pop(KEY, None)
