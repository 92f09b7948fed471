from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import format_money
from tenants.catalog.models import Product, Sku
from tenants.catalog.selectors import list_categories
from tenants.catalog.services.create_product import create_product
from tenants.console.forms import ProductForm, sku_drafts
from tenants.console.staff import staff_only
from tenants.inventory.selectors import UNLIMITED, list_stock

AT_ONCE = 200


@staff_only("products")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Products with their SKUs, prices and stock."""
    query = request.GET.get("q", "").strip()[:60]
    products = Product.objects.prefetch_related(Prefetch("skus", queryset=Sku.objects.order_by("position")))
    if query:
        products = products.filter(search_text__contains=query.lower())
    found = list(products.order_by("-id")[:AT_ONCE])
    skus = [sku for product in found for sku in product.skus.all()]
    stock = list_stock([sku.id for sku in skus], now=now())
    rows = [
        {
            "product": product,
            "skus": [
                {
                    "sku": sku,
                    "price": format_money(sku.price, sku.currency),
                    "stock": stock[sku.id] if stock[sku.id] < UNLIMITED else _("不限"),
                    "low": stock[sku.id] <= sku.low_stock_threshold,
                }
                for sku in product.skus.all()
            ],
        }
        for product in found
    ]
    return render(request, "console/products.html", {"rows": rows, "query": query})


@staff_only("products")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A product with up to five face values."""
    form = ProductForm(request.POST or None)
    error = ""
    if request.method == "POST" and form.is_valid():
        drafts, error = sku_drafts(request.POST)
        if drafts:
            try:
                create_product(
                    name=form.cleaned_data["name"],
                    skus=drafts,
                    category_slug=form.cleaned_data["category"] or None,
                    summary=form.cleaned_data["summary"],
                    instructions=form.cleaned_data["instructions"],
                    now=now(),
                )
            except DomainError as problem:
                error = (
                    _("规格编码已被使用，请换一个。") if problem.code == "sku_code_taken" else _("出错了，没有保存。")
                )
            else:
                messages.success(request, _("商品已上架。"))
                return redirect("console:products")
    context = {"form": form, "error": error, "categories": list_categories(), "rows": range(1, 6), "data": request.POST}
    return render(request, "console/product_new.html", context, status=422 if error or form.errors else 200)
