"""What the law takes a product for, as the merchant says it, and what a rule says where it cannot go on sale so."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from platform_core.kernel.errors import DomainError
from tenants.catalog.card_facts import PREPAID, TERMS
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product

NATURE_HELP: Final = _(
    "会员、激活码、话费等选“商品兑换码”；游戏点卡仅向成年人出售；购物卡、礼品卡等选“单用途预付卡”；"
    "由本店发行并核销的券选“本店自发卡券”。选错可能导致无法上架或被平台下架。"
)


def nature_field() -> forms.ChoiceField:
    """What kind of card it is."""
    return forms.ChoiceField(
        label=_("卡券性质"),
        choices=CardNature.choices,
        initial=CardNature.GOODS,
        required=False,
        help_text=NATURE_HELP,
    )


class CardForm(forms.Form):
    """The kind of card, and what rules ask of prepaid cards and own vouchers."""

    SHOWN = (
        "filing_number", "cooling_off_days", "refund_within_days", "fees_after_months", "fees_a_month",
    )  # fmt: skip
    TICKS = ("named", "revivable", "one_good", "unlisted", "has_fees", "fees_disclosed")
    nature = nature_field()
    filing_number = forms.CharField(
        label=_("发卡备案编号"),
        max_length=40,
        required=False,
        help_text=_("自发卡券须向商务主管部门备案，开卖 30 日内填写。"),
    )
    cooling_off_days = forms.IntegerField(
        label=_("几天内未使用可退"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("京沪自发卡券不少于 7 天。"),
    )
    refund_within_days = forms.IntegerField(
        label=_("几天内退回款项"), min_value=0, max_value=365, required=False, help_text=_("京沪自发卡券不超过 5 天。")
    )
    fees_after_months = forms.IntegerField(
        label=_("停用几个月后收费"), min_value=0, max_value=1_200, required=False, help_text=_("仅美国店铺需要填写。")
    )
    fees_a_month = forms.IntegerField(label=_("每月收费几次"), min_value=0, max_value=100, required=False)
    named = forms.BooleanField(label=_("记名卡：面值可到 5000 元，不设有效期，购买须实名登记"), required=False)
    revivable = forms.BooleanField(label=_("到期后余额可激活或换卡"), required=False)
    one_good = forms.BooleanField(label=_("只能兑换一种特定商品"), required=False)
    unlisted = forms.BooleanField(label=_("本企业未被列入失信或经营异常名录"), required=False)
    has_fees = forms.BooleanField(label=_("对卡内余额收取费用"), required=False)
    fees_disclosed = forms.BooleanField(label=_("收费已在购买前告知"), required=False)

    def __init__(self, data: Any = None, *, product: Product) -> None:
        super().__init__(
            data, initial={**TERMS, **product.card_terms, "nature": product.nature, "named": product.named}
        )
        self.product = product

    @property
    def opened(self) -> bool:
        """Is there anything to be said beyond what it is?"""
        return self["nature"].value() in PREPAID or bool(self.errors)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """What is ticked."""
        return [self[name] for name in self.TICKS]

    @property
    def rest(self) -> list[forms.BoundField]:
        """What is chosen or typed."""
        return [self[name] for name in self.SHOWN]

    def changes(self) -> dict[str, Any]:
        """As ``update_product`` takes it; a form that does not ask for it leaves it as it is."""
        said = self.cleaned_data
        if not said["nature"]:
            return {}
        terms = {name: said[name] if said[name] is not None else usual for name, usual in TERMS.items()}
        return {"nature": said["nature"], "named": said["named"], "card_terms": terms}


def rule_text(problem: DomainError) -> str:
    """What a rule says and what can be done, in the language that is spoken, with the rule's number."""
    part = "en" if (get_language() or "").startswith("en") else "zh"
    said = " ".join(str(problem.data[f"{what}_{part}"]) for what in ("message", "remedy"))
    return f"{said} ({problem.data['rule']} v{problem.data['version']})"


def frozen_words(problem: DomainError) -> str:
    """Why nothing new may be put up, what to do, and the rule behind it."""
    if problem.data.get("reason") == "supplier_due":
        said = _("这家供应商须先通过复核，才能再导入它的卡密；已入库的照常销售。请打开“供应商”提交复核。")
    else:
        said = _("店铺须先通过资质审核，才能上架新商品、导入卡密；在售的商品不受影响。请到“设置 → 商家资质”处理。")
    return f"{said} {rule_text(problem)}" if "rule" in problem.data else str(said)
