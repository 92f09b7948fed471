from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from tenants.access.powers import Power
from tenants.console.listing import show_list
from tenants.console.product_list import ProductFilters, ProductTable, list_managed
from tenants.console.staff import staff_only

PER_PAGE = 30
PRODUCTS = "/console/products"


def back_to_products(request: HttpRequest) -> HttpResponse:
    """To the page of products that the form came from."""
    path = request.POST.get("next", "")
    inside = path == PRODUCTS or path.startswith((f"{PRODUCTS}/", f"{PRODUCTS}?"))
    return redirect(path if inside and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else PRODUCTS)


@staff_only(Power.PRODUCTS_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Products with their SKUs, prices and stock."""
    may_edit = Power.PRODUCTS_EDIT in request.powers  # type: ignore[attr-defined]
    filters = ProductFilters(request.GET, queryset=list_managed(), request=request)
    context = {
        "empty_template": "console/products/empty.html",
        "may_edit": may_edit,
        "bulk_template": "console/products/bulk_bar.html" if may_edit else "",
        "categories": filters.groups["category"],
        "occasions": filters.groups["occasion"],
        "tags": filters.groups["tag"],
    }
    return show_list(
        request,
        template="console/products/list.html",
        page="products",
        table=ProductTable,
        filters=filters,
        context=context,
        per_page=PER_PAGE,
    )
