from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import to_major
from tenants.access.powers import Power
from tenants.catalog.enums import CardNature, Fulfilment, PurchaseMode
from tenants.catalog.models import Category
from tenants.catalog.services.create_product import SkuDraft, create_product
from tenants.console.card_form import nature_field
from tenants.console.forms import reveal_limit_field
from tenants.console.money_field import MoneyField
from tenants.console.product_forms import refusal_words
from tenants.console.staff import note, staff_only
from tenants.console.void_clauses import marked_words

ROWS = 5


class NewProductForm(forms.Form):
    """The least that a product needs, and what may be said at once."""

    name = forms.CharField(label=gettext_lazy("商品名称"), max_length=120)
    category = forms.ModelChoiceField(
        label=gettext_lazy("分类"),
        queryset=Category.objects.all(),
        to_field_name="slug",
        empty_label=gettext_lazy("不分类"),
        required=False,
    )
    summary = forms.CharField(label=gettext_lazy("一句话介绍"), max_length=200, required=False)
    instructions = forms.CharField(
        label=gettext_lazy("使用说明"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    purchase_mode = forms.ChoiceField(
        label=gettext_lazy("库存占用"), choices=PurchaseMode.choices, initial=PurchaseMode.RESERVE_FIRST, required=False
    )
    fulfilment = forms.ChoiceField(
        label=gettext_lazy("发货方式"), choices=Fulfilment.choices, initial=Fulfilment.AUTOMATIC, required=False
    )
    reveal_limit = reveal_limit_field()
    nature = nature_field()


class FaceForm(forms.Form):
    """One face value. Its name and code are made of it where nothing is written."""

    sku_face = MoneyField(label=gettext_lazy("面额（元）"), required=False)
    sku_price = MoneyField(label=gettext_lazy("售价（元）"), required=False, least=1)
    sku_name = forms.CharField(label=gettext_lazy("规格名"), max_length=80, required=False)
    sku_code = forms.CharField(label=gettext_lazy("规格编码"), max_length=64, required=False)

    def clean(self) -> dict[str, Any]:
        """What is begun needs a price."""
        found = self.cleaned_data
        if found.get("sku_price") is None and "sku_price" not in self.errors and any(found.values()):
            self.add_error("sku_price", _("请填写售价，比如 45 或 45.00。"))
        return found

    def draft(self, product: str) -> SkuDraft:
        """A SKU of this product."""
        face = self.cleaned_data["sku_face"] or 0
        named = _("%(face)s元") % {"face": f"{to_major(face, 'CNY').normalize():f}"} if face else product[:80]
        return SkuDraft(
            sku_code=self.cleaned_data["sku_code"] or f"SKU-{secrets.token_hex(4).upper()}",
            name=self.cleaned_data["sku_name"] or named,
            price=self.cleaned_data["sku_price"],
            face_value=face,
        )


def _faces(data: Any) -> list[FaceForm]:
    names = ("sku_face", "sku_price", "sku_name", "sku_code")
    rows = [{name: data.get(f"{name}_{row}", "") for name in names} for row in range(1, ROWS + 1)]
    forms_ = [FaceForm(row, prefix=None) for row in rows]
    for number, form in enumerate(forms_, 1):
        form.row = number  # type: ignore[attr-defined]
    return forms_


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A product by its name, its face value and its price; then on to its codes."""
    form, error = NewProductForm(request.POST or None), ""
    faces = _faces(request.POST)
    if request.method == "POST":
        whole = all([form.is_valid(), *[face.is_valid() for face in faces]])
        begun = [face for face in faces if face.is_valid() and face.cleaned_data.get("sku_price") is not None]
        if whole and not begun:
            faces[0].add_error("sku_price", _("请填写售价，比如 45 或 45.00。"))
        elif whole:
            try:
                return _made(request, form, [face.draft(form.cleaned_data["name"]) for face in begun])
            except DomainError as problem:
                error = refusal_words(problem)
    wrong = bool(error or form.errors) or (request.method == "POST" and any(face.errors for face in faces))
    context = {
        "form": form,
        "faces": faces,
        "error": error,
        "first": faces[0],
        "others": faces[1:],
        "asked": bool(request.POST),
    }
    context["more"] = [
        form[name]
        for name in ("nature", "category", "summary", "instructions", "fulfilment", "purchase_mode", "reveal_limit")
    ]
    return render(request, "console/products/new.html", context, status=422 if wrong else 200)


def _made(request: HttpRequest, form: NewProductForm, drafts: list[SkuDraft]) -> HttpResponse:
    said = form.cleaned_data
    product = create_product(
        name=said["name"],
        skus=drafts,
        category_slug=said["category"].slug if said["category"] else None,
        summary=said["summary"],
        instructions=said["instructions"].replace("\r\n", "\n"),
        reveal_limit=said["reveal_limit"],
        purchase_mode=said["purchase_mode"] or PurchaseMode.RESERVE_FIRST,
        fulfilment=said["fulfilment"] or Fulfilment.AUTOMATIC,
        nature=said["nature"] or CardNature.GOODS,
        now=now(),
    )
    note(request, product=product.name, skus=len(drafts))
    if marked := marked_words(product):
        messages.warning(
            request,
            _("“%(sentence)s”等文字可能属于无效格式条款，已保存，请在商品页查看。") % {"sentence": marked[0].sentence},
        )
    may_import = Power.STOCK_IMPORT in request.powers  # type: ignore[attr-defined]
    if product.fulfilment == Fulfilment.MANUAL or not may_import:
        messages.success(request, _("商品已上架。"))
        return redirect("console:product", product_id=product.id)
    messages.success(request, _("商品已上架。现在导入卡密，导入后就能卖。"))
    sku = product.skus.order_by("position").first()
    assert sku is not None
    return redirect(f"{reverse('console:import_new')}?sku={sku.id}")
