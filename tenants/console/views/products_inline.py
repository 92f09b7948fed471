from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.kernel.clock import now
from platform_core.kernel.money import to_major
from tenants.access.powers import Power
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.models import Sku
from tenants.catalog.services.update_sku import update_sku
from tenants.console.money_field import MoneyField
from tenants.console.product_forms import refusal_words
from tenants.console.product_list import CELLS, cell, shown_value
from tenants.console.staff import note, staff_only


def _field(sku: Sku, name: str) -> forms.Field:
    if name == "price":
        return MoneyField(sku.currency, least=1)
    if name == "list_price":
        return MoneyField(sku.currency, required=False)
    if name == "low_stock_threshold":
        return forms.IntegerField(min_value=0, max_value=1_000_000)
    return forms.TypedChoiceField(choices=(("0", ""), ("1", "")), coerce=lambda value: value == "1")


def _written(sku: Sku, name: str) -> str:
    value = getattr(sku, name)
    if name in {"price", "list_price"}:
        return "" if value is None else f"{to_major(value, sku.currency):f}"
    return str(value)


@staff_only(Power.PRODUCTS_EDIT)
@require_http_methods(["GET", "POST"])
def sku_cell(request: HttpRequest, sku_id: uuid.UUID, field: str) -> HttpResponse:
    """One value of a SKU in the list: as a field, as it was, or changed. A change of what somebody else changed is refused."""
    sku = Sku.objects.filter(pk=sku_id).first()
    if sku is None or field not in CELLS:
        raise Http404
    if request.method == "GET":
        return HttpResponse(cell(sku, field)) if "shown" in request.GET else _editor(request, sku, field)
    before = shown_value(sku, field)
    try:
        value = _field(sku, field).clean(request.POST.get("value", ""))
    except forms.ValidationError as wrong:
        return _editor(request, sku, field, error=str(wrong.messages[0]), status=422)
    version = request.POST.get("version", "")
    try:
        sku = update_sku(
            sku_id=sku_id, changes={field: value}, now=now(), expected=[int(version) if version.isdecimal() else -1]
        )
    except ChangedMeanwhile:
        said = _("刚被别人改过，现在是 %(value)s。没有保存，请确认后再改。") % {"value": before}
        return _editor(request, sku, field, error=said, status=409)
    except (RuleRefused, ScreeningUnavailable) as refused:
        return _editor(request, sku, field, error=refusal_words(refused), status=422)
    note(request, sku=sku.sku_code, field=field, before=before, after=shown_value(sku, field))
    return HttpResponse(cell(sku, field))


def _editor(request: HttpRequest, sku: Sku, field: str, *, error: str = "", status: int = 200) -> HttpResponse:
    typed = request.POST.get("value", "")[:40] if status == 422 else _written(sku, field)
    context: dict[str, Any] = {"sku": sku, "field": field, "label": CELLS[field], "value": typed, "error": error}
    context["switch"] = field == "active"
    context["cell"] = cell(sku, field)
    return render(request, "console/products/cell.html", context, status=status)
