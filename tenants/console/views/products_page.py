from __future__ import annotations

import uuid
from typing import NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.money import format_money
from tenants.access.powers import Power
from tenants.catalog.enums import Fulfilment
from tenants.catalog.errors import CategoryUnknown, ChangedMeanwhile
from tenants.catalog.models import Product
from tenants.catalog.pictures import MOST, pictures_of
from tenants.catalog.services.copy_product import copy_product
from tenants.catalog.services.update_product import update_product
from tenants.catalog.tiers import tiers_of
from tenants.console.card_form import CardForm
from tenants.console.product_forms import ProductPageForm, refusal_words
from tenants.console.product_list import sku_line, state_badge
from tenants.console.staff import actor, note, staff_only
from tenants.console.undo import tell_undoable
from tenants.console.void_clauses import marked_words
from tenants.inventory.selectors import list_stock


def product_or_404(product_id: uuid.UUID) -> Product:
    """A product of this shop."""
    found = Product.objects.select_related("category").filter(pk=product_id).first()
    if found is None:
        raise Http404
    return found


@staff_only(Power.PRODUCTS_VIEW, post=Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """One product: what is said of it, its pictures, its SKUs."""
    product = product_or_404(product_id)
    form = ProductPageForm(request.POST if request.method == "POST" else None, instance=product)
    card = CardForm(request.POST if request.method == "POST" else None, product=product)
    stale, refused = False, ""
    if request.method == "POST" and all([form.is_valid(), card.is_valid()]):
        changes = {**form.changes(), **card.changes()}
        try:
            saved = update_product(
                product_id=product_id, changes=changes, now=now(), expected=[form.cleaned_data["version"]]
            )
        except (ChangedMeanwhile, CategoryUnknown):
            stale = True
        except (RuleRefused, ScreeningUnavailable) as problem:
            refused = refusal_words(problem)
        else:
            note(request, product=saved.name, fields=", ".join([*form.changed_data, *card.changed_data]))
            messages.success(request, _("已保存，几秒后对买家生效。"))
            return redirect(
                f"{reverse('console:product', args=[product_id])}{'#clauses' if marked_words(saved) else ''}"
            )
    return _show(request, product_or_404(product_id), Forms(form, card), stale, refused)


class Forms(NamedTuple):
    """What is said of a product, and what the law takes it for."""

    about: ProductPageForm
    card: CardForm


def _show(request: HttpRequest, product: Product, forms: Forms, stale: bool, refused: str) -> HttpResponse:
    form = forms.about
    skus = list(product.skus.order_by("position", "face_value", "id"))
    stock = list_stock([sku.id for sku in skus], now=now())
    manual = product.fulfilment == Fulfilment.MANUAL
    may_edit = Power.PRODUCTS_EDIT in request.powers  # type: ignore[attr-defined]
    rows = [
        {
            "sku": sku,
            "line": sku_line(sku, None if manual else stock[sku.id], editable=may_edit),
            "tiers": [(tier.quantity, format_money(tier.price, sku.currency)) for tier in tiers_of(sku)],
            "asks": len(sku.input_schema),
        }
        for sku in skus
    ]
    pictures = pictures_of(product)
    context = {
        "product": product, "form": form, "card": forms.card, "refused": refused, "clauses": marked_words(product),
        "rows": rows, "pictures": pictures, "room": len(pictures) < MOST, "stale": stale,
        "state": state_badge(product), "most": MOST, "may_edit": may_edit,
        "plain": [form[name] for name in ("name", "name_en", "summary", "category")],
        "words": [form[name] for name in ("instructions", "refund_rules", "description")],
        "selling": [form[name] for name in ("fulfilment", "purchase_mode", "stock_display", "kind", "brand", "reveal_limit")],
    }  # fmt: skip
    return render(request, "console/products/page.html", context, status=_status(forms, stale, refused))


def _status(forms: Forms, stale: bool, refused: str) -> int:
    if stale:
        return 409
    return 422 if refused or forms.about.errors or forms.card.errors else 200


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def copy(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Another product like this one, off sale until its owner has looked at it."""
    product = product_or_404(product_id)
    try:
        made, change = copy_product(
            product_id=product_id,
            name=_("%(name)s 副本") % {"name": product.name[:110]},
            actor=actor(request),
            now=now(),
        )
    except RecordNotFound as error:
        raise Http404 from error
    note(request, product=product.name, copy=str(made.id))
    if change is not None:
        tell_undoable(request, _("已复制，改好后再上架。"), reverse("console:products_undo", args=[change.id]))
    return redirect("console:product", product_id=made.id)
