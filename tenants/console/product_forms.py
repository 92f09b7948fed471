"""What is said of a product, and of one of its SKUs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import CURRENCIES
from tenants.catalog.asking import field_of, parse_fields
from tenants.catalog.enums import CodeMode, InputType, RedemptionKind
from tenants.catalog.errors import InputSchemaInvalid, SkuTermsInvalid
from tenants.catalog.facts import quantities_fit
from tenants.catalog.inputs import MOST_FIELDS
from tenants.catalog.models import Category, Occasion, Product, Sku, Tag
from tenants.catalog.services.create_product import SkuDraft
from tenants.catalog.tiers import parse_tiers, tiers_text
from tenants.console.card_form import frozen_words, rule_text
from tenants.console.forms import reveal_limit_field
from tenants.console.money_field import MoneyField
from tenants.console.plan_words import find_plan_words
from tenants.console.tier_words import tier_error

BOXES = forms.CheckboxSelectMultiple
KINDS = [choice for choice in InputType.choices if choice[0] != InputType.SELECT]


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProductPageForm(forms.ModelForm):  # type: ignore[type-arg]
    """Everything that is said of a product itself; saved by ``update_product``."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reveal_limit = reveal_limit_field()

    class Meta:
        model = Product
        fields = (
            "name", "name_en", "kind", "brand", "category", "occasions", "tags", "summary", "description", "instructions",
            "refund_rules", "stock_display", "purchase_mode", "fulfilment", "reveal_limit", "pinned",
        )  # fmt: skip
        labels = {
            "name": gettext_lazy("商品名称"),
            "name_en": gettext_lazy("英文名称"),
            "kind": gettext_lazy("类型"),
            "brand": gettext_lazy("品牌"),
            "category": gettext_lazy("分类"),
            "occasions": gettext_lazy("场景"),
            "tags": gettext_lazy("标签"),
            "summary": gettext_lazy("一句话介绍"),
            "description": gettext_lazy("商品详情"),
            "instructions": gettext_lazy("使用说明"),
            "refund_rules": gettext_lazy("退款规则"),
            "stock_display": gettext_lazy("库存展示"),
            "purchase_mode": gettext_lazy("库存占用"),
            "fulfilment": gettext_lazy("发货方式"),
            "pinned": gettext_lazy("置顶"),
        }
        help_texts = {
            "instructions": gettext_lazy("买家在提卡页看到：去哪里兑换、怎么兑换、有效期。"),
            "refund_rules": gettext_lazy("留空则显示默认规则：卡密一经查看，除无法使用外不支持退款。"),
            "purchase_mode": gettext_lazy(
                "先占库存：下单就留卡，15 分钟不付款放回；先付款：付款后才取卡，防恶意占库存。"
            ),
        }
        widgets = {
            "occasions": BOXES, "tags": BOXES, "description": _lines(6), "instructions": _lines(5), "refund_rules": _lines(4),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.all()  # type: ignore[attr-defined]
        self.fields["category"].empty_label = gettext_lazy("不分类")  # type: ignore[attr-defined]
        self.fields["occasions"].queryset = Occasion.objects.all()  # type: ignore[attr-defined]
        self.fields["tags"].queryset = Tag.objects.order_by("name")  # type: ignore[attr-defined]
        self.initial["version"] = self.instance.version

    def changes(self) -> dict[str, Any]:
        """As ``update_product`` takes it."""
        found = {name: self.cleaned_data[name] for name in self.Meta.fields}
        found["category"] = found["category"].slug if found["category"] else None
        for name in ("occasions", "tags"):
            found[name] = [row.slug for row in found[name]]
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in found.items()}


class SkuForm(forms.Form):
    """A SKU. What codes that are out rest on (``SkuForm.ONCE``) is asked for when it is made, and fixed then."""

    ONCE = ("sku_code", "currency", "code_mode", "redemption", "units")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=gettext_lazy("规格名"), max_length=80)
    face_value = MoneyField(label=gettext_lazy("面额（元）"), required=False)
    price = MoneyField(label=gettext_lazy("售价（元）"), least=1)
    list_price = MoneyField(label=gettext_lazy("划线价（元）"), required=False)
    cost = MoneyField(label=gettext_lazy("成本价（元）"), required=False)
    price_tiers = forms.CharField(
        label=gettext_lazy("阶梯价 / 批发价"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "5=3.00\n10=2.80", "spellcheck": "false"}),
        help_text=gettext_lazy("每行一条：5=3 表示满 5 件每件 3.00 元。"),
    )
    min_quantity = forms.IntegerField(label=gettext_lazy("最少购买"), min_value=1, max_value=10_000, initial=1)
    max_quantity = forms.IntegerField(
        label=gettext_lazy("最多购买（0 不限）"), min_value=0, max_value=10_000, initial=0
    )
    quantity_multiple = forms.IntegerField(label=gettext_lazy("按几件一组卖"), min_value=1, max_value=10_000, initial=1)
    low_stock_threshold = forms.IntegerField(
        label=gettext_lazy("库存低于多少提醒"), min_value=0, max_value=1_000_000, initial=20
    )
    min_days_left = forms.IntegerField(
        label=gettext_lazy("有效期少于几天不卖"), min_value=0, max_value=3_650, initial=0
    )
    valid_days = forms.IntegerField(
        label=gettext_lazy("自动生成的卡有效几天（留空永久）"), min_value=1, max_value=36_500, required=False
    )
    active = forms.BooleanField(label=gettext_lazy("在售"), required=False, initial=True)
    fields_text = forms.CharField(
        label=gettext_lazy("也可以每行一条粘贴"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(
            attrs={"rows": 3, "placeholder": "account=充值账号=true=请填写手机号", "spellcheck": "false"}
        ),
    )
    sku_code = forms.CharField(label=gettext_lazy("规格编码（可选）"), max_length=64, required=False)
    currency = forms.ChoiceField(
        label=gettext_lazy("币种"), choices=[(code, code) for code in sorted(CURRENCIES)], initial="CNY", required=False
    )
    code_mode = forms.ChoiceField(
        label=gettext_lazy("卡密方式"), choices=CodeMode.choices, initial=CodeMode.SINGLE, required=False
    )
    redemption = forms.ChoiceField(
        label=gettext_lazy("本店核销"), choices=RedemptionKind.choices, initial=RedemptionKind.NONE, required=False
    )
    units = forms.IntegerField(label=gettext_lazy("可用次数"), min_value=0, max_value=1_000_000, required=False)

    def __init__(self, *args: Any, sku: Sku | None = None, **kwargs: Any) -> None:
        self.sku = sku
        if sku is not None:
            plain = ("name", "face_value", "price", "list_price", "cost", "min_quantity", "max_quantity", "quantity_multiple",
                     "low_stock_threshold", "min_days_left", "valid_days", "active", "version")  # fmt: skip
            kwargs["initial"] = {name: getattr(sku, name) for name in plain}
            kwargs["initial"]["price_tiers"] = tiers_text(sku.price_tiers, sku.currency)
        super().__init__(*args, **kwargs)
        if sku is not None:
            for name in self.ONCE:
                del self.fields[name]
            if sku.code_mode != CodeMode.GENERATED:
                del self.fields["valid_days"]
        currency = sku.currency if sku else self.data.get("currency") or "CNY"
        self.code = currency if currency in CURRENCIES else "CNY"
        for field in self.fields.values():
            if isinstance(field, MoneyField):
                field.currency = self.code

    def clean_price_tiers(self) -> list[list[int]]:
        """As ``Sku.price_tiers`` holds it."""
        try:
            return parse_tiers(self.cleaned_data["price_tiers"], self.code)
        except SkuTermsInvalid as wrong:
            raise forms.ValidationError(tier_error(wrong)) from wrong

    def clean_fields_text(self) -> list[dict[str, Any]]:
        """What buyers are asked for: pasted lines where there are some, else the rows of the form."""
        try:
            pasted = parse_fields(self.cleaned_data["fields_text"])
        except InputSchemaInvalid as wrong:
            said = _("第 %(line)d 行无法识别，写成：账号=充值账号=true=提示文字。") % {
                "line": wrong.data.get("line", 1)
            }
            raise forms.ValidationError(said) from wrong
        return pasted or asked_rows(self.data, self.sku)

    def clean(self) -> dict[str, Any]:
        """Quantities that fit; quantity prices below the price of one."""
        found = self.cleaned_data
        limits = [found.get(name) for name in ("min_quantity", "max_quantity", "quantity_multiple")]
        if None not in limits and not quantities_fit(*limits):  # type: ignore[arg-type]
            self.add_error("max_quantity", _("最多购买要够买一组：请调大，或填 0 不限。"))
        tiers, price = found.get("price_tiers") or [], found.get("price")
        if price is not None and any(each >= price for _quantity, each in tiers):
            self.add_error("price_tiers", _("阶梯价要低于售价。"))
        return found

    def changes(self) -> dict[str, Any]:
        """As ``update_sku`` takes it."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "fields_text"}}
        found["input_schema"] = self.cleaned_data["fields_text"]
        for name in ("face_value", "cost"):
            found[name] = found[name] or 0
        return found

    def draft(self) -> SkuDraft:
        """As ``add_sku`` takes it.

        Raises:
            SkuTermsInvalid
        """
        values = self.changes()
        del values["active"]
        values["sku_code"] = values["sku_code"] or f"SKU-{secrets.token_hex(4).upper()}"
        values["currency"], values["units"] = self.code, values["units"] or 0
        values["code_mode"] = values["code_mode"] or CodeMode.SINGLE
        values["redemption"] = values["redemption"] or RedemptionKind.NONE
        draft = SkuDraft(**values)
        draft.check_terms()
        return draft


def asked_rows(data: Mapping[str, str], sku: Sku | None) -> list[dict[str, Any]]:
    """What buyers are asked for, from the rows of the form; a row without a label is none. Names that are there stay."""
    before = {field["name"]: field for field in sku.input_schema} if sku else {}
    fields: list[dict[str, Any]] = []
    for row in range(MOST_FIELDS):
        label = (data.get(f"ask_label_{row}") or "").strip()
        if not label:
            continue
        name, options = data.get(f"ask_name_{row}") or "", (data.get(f"ask_options_{row}") or "").strip()
        made = field_of(
            name=name,
            label=label,
            required=bool(data.get(f"ask_required_{row}")),
            placeholder=(data.get(f"ask_placeholder_{row}") or "").strip(),
            kind=f"{options}|" if options else data.get(f"ask_type_{row}") or "",
            place=row + 1,
        )
        known = before.get(name)
        if known is not None:
            made |= {"max_length": known["max_length"], "label_en": known["label_en"]}
        fields.append(made)
    return fields


def refusal_words(problem: DomainError) -> str:
    """Why a SKU was not saved."""
    if plan := find_plan_words(problem):
        return plan
    if problem.code == "rule_refused":
        return rule_text(problem)
    if problem.code == "listing_frozen":
        return frozen_words(problem)
    return {
        "screening_unavailable": _("暂时无法完成合规核验，没有上架，请稍后再试。"),
        "sku_code_taken": _("规格编码已被使用，请换一个。"),
        "face_value_fixed": _("已按金额核销的卡不能改面额。"),
        "precondition_failed": _("保存前有人改过，没有保存。请核对页面上的最新内容后重试。"),
        "input_schema_invalid": _("下单信息无法使用：名称不能重复，选项不能重复，最多 10 项。"),
    }.get(problem.code, _("这些设置不能同时使用，没有保存：请核对卡密方式、核销方式和购买数量。"))
