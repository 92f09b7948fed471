from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import Fulfilment, PurchaseMode
from tenants.catalog.models import Product, Sku
from tenants.catalog.selectors import list_categories
from tenants.catalog.services.create_product import create_product
from tenants.catalog.services.update_product import update_product
from tenants.console.forms import ProductForm, RevealLimitForm, sku_drafts
from tenants.console.staff import staff_only
from tenants.inventory.selectors import UNLIMITED, list_stock

AT_ONCE = 200


@staff_only(Power.PRODUCTS_VIEW)
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
    return render(
        request,
        "console/products.html",
        {"rows": rows, "query": query, "limit_label": RevealLimitForm()["reveal_limit"].label},
    )


@staff_only(Power.PRODUCTS_EDIT)
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
                    reveal_limit=form.cleaned_data["reveal_limit"],
                    purchase_mode=form.cleaned_data["purchase_mode"] or PurchaseMode.RESERVE_FIRST,
                    fulfilment=form.cleaned_data["fulfilment"] or Fulfilment.AUTOMATIC,
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
    context["selling"] = [form["purchase_mode"], form["fulfilment"]]
    return render(request, "console/product_new.html", context, status=422 if error or form.errors else 200)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def limit_reveals(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """How often a code of a product may be read through the API."""
    form = RevealLimitForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["reveal_limit"][0]))
        return redirect("console:products")
    try:
        update_product(product_id=product_id, changes=form.cleaned_data, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    messages.success(request, _("已保存。"))
    return redirect("console:products")
