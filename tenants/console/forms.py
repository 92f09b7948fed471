from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.models import SupplierContract


def reveal_limit_field() -> forms.IntegerField:
    """How often a code may be read through the API; empty: as often as anybody likes."""
    wrong = gettext_lazy("查看次数须是 1 到 1000 的整数，或留空。")
    return forms.IntegerField(
        label=gettext_lazy("每张卡密经接口最多查看几次（留空不限）"),
        required=False,
        min_value=1,
        max_value=1_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class ImportForm(forms.Form):
    """What a batch of codes is: which SKU, whose, at what cost. The file itself arrives beside it."""

    sku = forms.ModelChoiceField(
        queryset=Sku.objects.exclude(code_mode=CodeMode.GENERATED),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("请选择规格。")),
    )
    contract = forms.ModelChoiceField(
        queryset=SupplierContract.objects.all(),
        required=False,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("请选择供应商。")),
    )
    supplier_name = forms.CharField(required=False, max_length=120)  # of one that is registered on the spot
    unit_cost = forms.CharField(required=False)
    shared_uses = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("每张可发次数须是 1 到 1000000 的整数。")
        ),
    )

    def clean_unit_cost(self) -> str:
        """The cost as written, if it is an amount."""
        written: str = self.cleaned_data["unit_cost"]
        try:
            yuan(written or "0")
        except ValueError as error:
            raise forms.ValidationError(_("进货价无法识别，请写成 45 或 45.00。")) from error
        return written

    def clean(self) -> dict[str, Any]:
        """Shared codes need their cap: without one a code could be issued for ever."""
        cleaned = self.cleaned_data
        sku = cleaned.get("sku")
        if "contract" not in self.errors and not cleaned.get("contract"):
            if not cleaned.get("supplier_name", "").strip():
                raise forms.ValidationError(_("请选择供应商。"))
            if len(cleaned["supplier_name"].strip()) < 2:
                raise forms.ValidationError(_("请填写供应商全称。"))
        if sku and sku.code_mode == CodeMode.SHARED and not cleaned.get("shared_uses") and not self.errors:
            raise forms.ValidationError(_("循环卡密须填写每张可发次数。"))
        return cleaned


def yuan(text: str) -> int:
    """``45`` or ``45.00`` in minor units.

    Raises:
        ValueError: no amount, negative, or more than two decimals.
    """
    try:
        cents = Decimal(text.strip()) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not cents.is_finite() or cents != cents.to_integral_value() or not 0 <= cents <= 10**12:
        raise ValueError(text)
    return int(cents)
