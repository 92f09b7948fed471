"""Fragments for one visitor, fetched by pages that are the same for all."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.catalog.selectors import get_product, list_products
from tenants.finance.days import shop_day
from tenants.insights.selectors import list_bought_together, list_looked_at
from tenants.insights.viewing import View, product_views
from tenants.storefront.personal import choose_personal, is_own_form, may_personalise, note_seen, seen_by
from tenants.storefront.tickets import Ticket, tickets

SHOWN, CANDIDATES = 4, 12


def _tickets(groups: Sequence[Sequence[uuid.UUID]]) -> list[list[Ticket]]:
    """Tickets of products that are still sold, a row for each group, in its order; the same queries however many."""
    wanted = {product_id for group in groups for product_id in group}
    products = list(list_products(ids=wanted)) if wanted else []
    known = {ticket.product.id: ticket for ticket in tickets(products, now=now())} if products else {}
    return [[known[product_id] for product_id in group if product_id in known][:SHOWN] for group in groups]


@require_safe
def for_you(request: HttpRequest) -> HttpResponse:
    """What this visitor looked at, and what goes with it; nothing for those who want nothing of the kind."""
    if not may_personalise(request):
        return _private(render(request, "storefront/personal.html", {}))
    seen, at = seen_by(request), now()
    together = list_bought_together(seen, most=CANDIDATES)
    looked_at = [known for known in list_looked_at(most=CANDIDATES, now=at) if known not in {*seen, *together}]
    recent, advised = _tickets([seen, [*together, *looked_at] if seen else []])
    return _private(render(request, "storefront/personal.html", {"recent": recent, "advised": advised}))


@require_safe
def beside(request: HttpRequest, slug: str) -> HttpResponse:
    """What else there is beside a product; notes that it was looked at."""
    try:
        product, _skus = get_product(slug)
    except RecordNotFound as error:
        raise Http404 from error
    if not may_personalise(request):
        return _private(render(request, "storefront/personal.html", {}))
    seen = seen_by(request)
    if product.id not in seen:  # who comes back is one visitor
        product_views.add(View(current_tenant(), product.id, shop_day(now())))
    others = [known for known in seen if known != product.id]
    together, recent = _tickets([list_bought_together([product.id], most=CANDIDATES), others])
    response = _private(render(request, "storefront/personal.html", {"together": together, "recent": recent}))
    note_seen(request, response, product.id)
    return response


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Switch what is personal on or off."""
    if not is_own_form(request):
        return HttpResponse(status=403)
    response = redirect("/about#personal")
    choose_personal(request, response, wanted=request.POST.get("personal") == "1")
    return response


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
