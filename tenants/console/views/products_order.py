from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import read_uuid
from tenants.access.powers import Power
from tenants.catalog.changes import PRODUCT
from tenants.catalog.enums import ChangeKind
from tenants.catalog.models import Product
from tenants.catalog.services.change_catalog import Edit, change_catalog
from tenants.catalog.services.move_product import move_product
from tenants.console.staff import actor, staff_only
from tenants.console.views.products_bulk import tell_changed
from tenants.orders.selectors import list_bestsellers

AT_ONCE, SUGGESTED = 500, 5
LATELY = dt.timedelta(days=30)


def _rows() -> list[Product]:
    rows = Product.objects.filter(archived=False).only("id", "name", "pinned", "active", "position", "image")
    return list(rows.order_by("-pinned", "position", "name", "id")[:AT_ONCE])


def _before(product_id: uuid.UUID, data: dict[str, str]) -> uuid.UUID | None:
    """What it is put before: what was named, or where one step up or down leads."""
    if "by" not in data:
        return read_uuid(data.get("before", ""))
    rows = _rows()
    at = next((place for place, row in enumerate(rows) if row.pk == product_id), None)
    if at is None:
        raise RecordNotFound(id=str(product_id))
    like = [row.pk for row in rows if row.pinned == rows[at].pinned]
    place = like.index(product_id)
    if data["by"] == "1":
        return like[place + 2] if place + 2 < len(like) else None
    return like[max(0, place - 1)]


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """In which order the shop shows its products: dragged, or moved by buttons."""
    if request.method == "POST":
        product_id = read_uuid(request.POST.get("product", ""))
        try:
            if product_id is None:
                raise RecordNotFound
            move_product(product_id=product_id, before=_before(product_id, request.POST.dict()), now=now())
        except RecordNotFound as error:
            raise Http404 from error
        if request.headers.get("HX-Target") != "order":
            return redirect("console:products_order")
    moved = request.POST.get("product", "")
    context = {"rows": _rows(), "moved": moved, "at_once": AT_ONCE}
    fragment = request.headers.get("HX-Target") == "order"
    return render(request, "console/products/order_rows.html" if fragment else "console/products/order.html", context)


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def pins(request: HttpRequest) -> HttpResponse:
    """What sold best lately and is not pinned: to be pinned with one press."""
    sold = list_bestsellers(since=now() - LATELY, most=SUGGESTED * 4)
    known = Product.objects.filter(pk__in=[row.product_id for row in sold], active=True, pinned=False).in_bulk()
    rows = [(known[row.product_id], row.pieces) for row in sold if row.product_id in known][:SUGGESTED]
    if request.method == "POST":
        wanted = {id for text in request.POST.getlist("pick") if (id := read_uuid(text))}
        edits = [Edit(PRODUCT, product.pk, {"pinned": True}) for product, _pieces in rows if product.pk in wanted]
        if edits:
            change = change_catalog(edits=edits, kind=ChangeKind.PINS, actor=actor(request), now=now())
            tell_changed(request, change, str(ChangeKind.PINS.label))
        else:
            messages.info(request, _("没有勾选商品，没有改动。"))
        return redirect("console:products_order")
    return render(request, "console/products/pins.html", {"rows": rows})


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def pin(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Above the others, or among them again."""
    edits = [Edit(PRODUCT, product_id, {"pinned": request.POST.get("pinned") == "1"})]
    try:
        change = change_catalog(edits=edits, kind=ChangeKind.PINS, actor=actor(request), now=now())
    except RecordNotFound as error:
        raise Http404 from error
    tell_changed(request, change, str(ChangeKind.PINS.label))
    return redirect("console:products_order")
