"""The form of a coupon: its terms with defaults that suit most shops."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from tenants.catalog.models import Category, Occasion, Product, Sku, Tag
from tenants.console.money_field import MoneyField
from tenants.console.settings_form import MOMENT
from tenants.marketing.codes import ALPHABET, LENGTH, LONGEST, is_well_formed, normalised
from tenants.marketing.enums import CouponKind
from tenants.marketing.models import Coupon
from tenants.marketing.services.make_codes import AT_ONCE
from tenants.marketing.terms import Terms

SHARED, MANY = "shared", "many"
MODES = ((SHARED, gettext_lazy("一个码，很多人用")), (MANY, gettext_lazy("很多码，每个用一次")))
PRODUCTS_SHOWN = 200
USUAL_DAYS, USUAL_CODES = 30, 100


def _moment(label: Any, help_text: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
    formats = [MOMENT, "%Y-%m-%dT%H:%M:%S"]
    return forms.DateTimeField(label=label, required=False, input_formats=formats, widget=widget, help_text=help_text)


def _number(label: Any, most: int, help_text: Any = "", **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=most, help_text=help_text, **kwargs)


class CouponForm(forms.Form):
    """Terms of a new coupon, or of one that is there; ``ONCE`` is asked for when it is made, and fixed then."""

    ONCE = ("mode", "code", "count", "begins", "kind", "currency")
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=60, help_text=gettext_lazy("只在后台显示，例如“国庆活动”。")
    )
    mode = forms.ChoiceField(label=gettext_lazy("优惠码"), choices=MODES, initial=SHARED, widget=forms.RadioSelect)
    code = forms.CharField(
        label=gettext_lazy("码"),
        required=False,
        max_length=LONGEST,
        help_text=gettext_lazy("买家结账时输入，不分大小写；中英文和数字都可以。"),
    )
    count = _number(
        gettext_lazy("生成几个"), AT_ONCE, gettext_lazy("生成后可以下载，以后也能再加。"), initial=USUAL_CODES
    )
    begins = forms.CharField(label=gettext_lazy("前缀（可选）"), required=False, max_length=LONGEST - LENGTH)
    kind = forms.ChoiceField(
        label=gettext_lazy("优惠方式"), choices=CouponKind.choices, initial=CouponKind.AMOUNT, widget=forms.RadioSelect
    )
    currency = forms.ChoiceField(label=gettext_lazy("币种"))
    amount_off = MoneyField(label=gettext_lazy("减多少"), least=1, required=False)
    percent = _number(gettext_lazy("减百分之几"), 99, gettext_lazy("填 10 就是减 10%，即 9 折；不足 1 分的部分不减。"))
    cap = MoneyField(label=gettext_lazy("最多减（可选）"), least=1, required=False)
    minimum = MoneyField(
        label=gettext_lazy("满多少可用（可选）"), required=False, help_text=gettext_lazy("按适用商品的金额计算。")
    )
    starts_at = _moment(gettext_lazy("开始时间"), gettext_lazy("留空则立即开始。"))
    ends_at = _moment(gettext_lazy("结束时间"), gettext_lazy("留空则长期有效。"))
    most_uses = _number(
        gettext_lazy("总共可用几次"), 10**8, gettext_lazy("留空不限。下单即占用一次，未付款的订单关闭后自动退回。")
    )
    per_buyer = _number(
        gettext_lazy("每人可用几次"), 10_000, gettext_lazy("按联系方式和账号识别，留空不限。"), initial=1
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("分类、场景、标签"), required=False, widget=forms.CheckboxSelectMultiple
    )
    products = forms.MultipleChoiceField(
        label=gettext_lazy("商品"), required=False, widget=forms.CheckboxSelectMultiple
    )
    skus = forms.CharField(
        label=gettext_lazy("规格编码"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("每行一个。"),
    )

    def __init__(self, *args: Any, coupon: Coupon | None = None, **kwargs: Any) -> None:
        self.coupon = coupon
        super().__init__(*args, **{"initial": _initial(coupon), **kwargs})
        known = _currencies(coupon)
        self.fields["currency"].choices = [(code, code) for code in known]  # type: ignore[attr-defined]
        if len(known) == 1:
            self.fields["currency"].widget = forms.HiddenInput()
        self.initial.setdefault("currency", known[0])
        chosen = coupon.currency if coupon else self.data.get("currency") or known[0]
        for field in self.fields.values():
            if isinstance(field, MoneyField) and chosen in known:
                field.currency = chosen
        self.fields["groups"].choices = _groups()  # type: ignore[attr-defined]
        self.fields["products"].choices = _products(coupon)  # type: ignore[attr-defined]
        if coupon is not None:
            left_out = {*self.ONCE, *(("most_uses",) if coupon.single_use else ())}
            left_out.update(("percent", "cap") if coupon.kind == CouponKind.AMOUNT else ("amount_off",))
            for name in left_out:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What belongs together is there."""
        given: dict[str, Any] = super().clean() or {}
        kind = self.coupon.kind if self.coupon else given.get("kind")
        wanted = "amount_off" if kind == CouponKind.AMOUNT else "percent"
        if given.get(wanted) is None and wanted not in self.errors:
            self.add_error(wanted, _("请填写。"))
        since, until = given.get("starts_at"), given.get("ends_at")
        if since and until and since >= until:
            self.add_error("ends_at", _("结束时间要晚于开始时间。"))
        if self.coupon is None:
            self._clean_codes(given)
        return given

    def _clean_codes(self, given: dict[str, Any]) -> None:
        if given.get("mode") == SHARED and not is_well_formed(given.get("code", "")):
            self.add_error("code", _("请用 3 到 32 个中英文或数字。"))
        if given.get("mode") == MANY and given.get("count") is None and "count" not in self.errors:
            self.add_error("count", _("请填写。"))
        if given.get("begins") and not normalised(given["begins"]).isalnum():
            self.add_error("begins", _("前缀只能用中英文和数字。"))

    def clean_skus(self) -> list[uuid.UUID]:
        """Ids of the SKUs that are named."""
        named = list(dict.fromkeys(line.strip() for line in self.cleaned_data["skus"].splitlines() if line.strip()))
        found = dict(Sku.objects.filter(sku_code__in=named).values_list("sku_code", "id"))
        unknown = [code for code in named if code not in found]
        if unknown:
            raise forms.ValidationError(_("没有这个规格编码：%(codes)s") % {"codes": _("、").join(unknown[:5])})
        return list(found.values())

    def terms(self) -> Terms:
        """As the services take them."""
        given = self.cleaned_data
        kind = CouponKind(self.coupon.kind if self.coupon else given["kind"])
        by_amount = kind == CouponKind.AMOUNT
        return Terms(
            name=given["name"],
            kind=kind,
            currency=self.coupon.currency if self.coupon else given["currency"],
            amount_off=given["amount_off"] if by_amount else None,
            percent=None if by_amount else given["percent"],
            cap=None if by_amount else given["cap"],
            minimum=given["minimum"] or 0,
            starts_at=given["starts_at"],
            ends_at=given["ends_at"],
            sku_ids=given["skus"],
            product_ids=[uuid.UUID(value) for value in given["products"]],
            group_ids=[uuid.UUID(value) for value in given["groups"]],
            per_buyer=given["per_buyer"],
            most_uses=given.get("most_uses"),
        )


def _initial(coupon: Coupon | None) -> dict[str, Any]:
    if coupon is None:
        until = (localtime(now()) + dt.timedelta(days=USUAL_DAYS)).replace(hour=23, minute=59, second=0, microsecond=0)
        return {"code": "".join(secrets.choice(ALPHABET) for _ in range(8)), "ends_at": until}
    kept = {name: getattr(coupon, name) for name in Terms.__dataclass_fields__ if not name.endswith("_ids")}
    codes = Sku.objects.filter(pk__in=coupon.sku_ids).order_by("sku_code").values_list("sku_code", flat=True)
    return kept | {
        "minimum": coupon.minimum or None,
        "products": [str(value) for value in coupon.product_ids],
        "groups": [str(value) for value in coupon.group_ids],
        "skus": "\n".join(codes) if coupon.sku_ids else "",
    }


def _currencies(coupon: Coupon | None) -> list[str]:
    """Those in which something is sold, the shop's own first."""
    if coupon is not None:
        return [coupon.currency]
    own = current_tenant().currency
    others = Sku.objects.exclude(currency=own).order_by("currency").values_list("currency", flat=True).distinct()
    return [own, *others]


def _groups() -> list[tuple[str, str]]:
    rows = Category.objects.values_list("id", "name").union(
        Occasion.objects.values_list("id", "name"), Tag.objects.values_list("id", "name"), all=True
    )
    return [(str(group_id), name) for group_id, name in rows]


def _products(coupon: Coupon | None) -> list[tuple[str, str]]:
    """Those on the shelf, in its order, as far as anybody ticks boxes; and those that were chosen before."""
    shown = Product.objects.filter(archived=False).order_by("-active", "-pinned", "position", "name", "id")
    found = [(str(row_id), name) for row_id, name in shown.values_list("id", "name")[:PRODUCTS_SHOWN]]
    chosen = coupon.product_ids if coupon else []
    missing = {str(row_id) for row_id in chosen} - {row_id for row_id, _name in found}
    if missing:
        rest = dict(Product.objects.filter(pk__in=missing).values_list("id", "name"))
        found = [(row_id, rest.get(uuid.UUID(row_id), row_id)) for row_id in sorted(missing)] + found
    return found
