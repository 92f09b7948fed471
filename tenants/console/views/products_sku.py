from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import CURRENCIES, format_money
from tenants.access.powers import Power
from tenants.catalog.errors import SkuTermsInvalid
from tenants.catalog.inputs import MOST_FIELDS
from tenants.catalog.models import Product, Sku
from tenants.catalog.services.add_sku import add_sku
from tenants.catalog.services.move_sku import move_sku
from tenants.catalog.services.update_sku import update_sku
from tenants.catalog.tiers import parse_tiers
from tenants.console.product_forms import KINDS, SkuForm, refusal_words
from tenants.console.staff import note, staff_only
from tenants.console.tier_words import tier_error
from tenants.console.views.products_page import product_or_404

SECTIONS = (
    ("name", "face_value", "price", "list_price", "cost", "active"),
    ("min_quantity", "max_quantity", "quantity_multiple"),
    ("low_stock_threshold", "min_days_left", "valid_days"),
    SkuForm.ONCE,
)


def _show(request: HttpRequest, product: Product, form: SkuForm, error: str = "") -> HttpResponse:
    given = [dict(field) for field in form.sku.input_schema] if form.sku else []
    for field in given:
        field["choices"] = "|".join(field["options"])
    sections = [[form[name] for name in names if name in form.fields] for names in SECTIONS]
    context = {
        "product": product, "form": form, "sku": form.sku, "error": error, "sections": sections, "kinds": KINDS,
        "asked": [*given, *[{}] * min(3, MOST_FIELDS - len(given))], "code": form.code,
        "tiers": _tiers(form["price_tiers"].value() or "", form.code),
    }  # fmt: skip
    return render(request, "console/products/sku.html", context, status=422 if error or form.errors else 200)


def _tiers(text: str, currency: str) -> dict[str, object]:
    """Quantity prices as they will be read: rules, or what is wrong."""
    try:
        tiers = parse_tiers(text, currency) if isinstance(text, str) else text
    except SkuTermsInvalid as wrong:
        return {"error": tier_error(wrong)}
    return {"rules": [(quantity, format_money(price, currency)) for quantity, price in tiers]}


@staff_only(Power.PRODUCTS_EDIT, changes=False)
@require_POST
def tiers(request: HttpRequest) -> HttpResponse:
    """Quantity prices as they will be read, as a fragment, while they are typed."""
    currency = request.POST.get("currency", "CNY")
    shown = _tiers(request.POST.get("price_tiers", "")[:400], currency if currency in CURRENCIES else "CNY")
    return render(request, "console/products/tiers.html", {"tiers": shown})


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """One more face value or variant."""
    product = product_or_404(product_id)
    form, error = SkuForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            sku = add_sku(product_id=product_id, draft=form.draft(), now=now())
            if not form.cleaned_data["active"]:
                update_sku(sku_id=sku.id, changes={"active": False}, now=now())
        except DomainError as problem:
            error = refusal_words(problem)
        else:
            note(request, sku=sku.sku_code)
            messages.success(request, _("规格已添加，下一步导入卡密。"))
            return redirect("console:product", product_id=product_id)
    return _show(request, product, form, error)


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, sku_id: uuid.UUID) -> HttpResponse:
    """All of a SKU that may change."""
    sku = Sku.objects.filter(pk=sku_id).select_related("product").first()
    if sku is None:
        raise Http404
    form, error = SkuForm(request.POST if request.method == "POST" else None, sku=sku), ""
    if request.method == "POST" and form.is_valid():
        before = sku.price
        try:
            saved = update_sku(
                sku_id=sku_id, changes=form.changes(), now=now(), expected=[form.cleaned_data["version"] or -1]
            )
        except DomainError as problem:
            error = refusal_words(problem)
        else:
            note(request, sku=saved.sku_code, fields=", ".join(form.changed_data))
            if saved.price != before:
                note(request, before=before, after=saved.price)
            messages.success(request, _("规格已保存。"))
            return redirect("console:product", product_id=saved.product_id)
    return _show(request, sku.product, form, error)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def move(request: HttpRequest, sku_id: uuid.UUID) -> HttpResponse:
    """One place up or down among its product's."""
    try:
        move_sku(sku_id=sku_id, by=1 if request.POST.get("by") == "1" else -1, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    return redirect("console:product", product_id=Sku.objects.values_list("product_id", flat=True).get(pk=sku_id))
