"""What a merchant tells the platform of itself, in sections; each field says by which law it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_core.compliance.merchant_enums import ExemptReason, MerchantKind, Served
from platform_core.compliance.merchant_file import PLAIN, is_icp_number, normalised_icp
from platform_core.compliance.uscc import Fault, check_uscc, normalised
from tenants.console.place_names import PLACES
from tenants.console.supplier_form import lines_of, owners_field, typed

CHOOSE: Final = ("", _("请选择"))
SEALED: Final = ("phone", "identity_number", "bank_account")
FAULTS: Final[dict[Fault, Promise]] = {
    Fault.LENGTH: _("统一社会信用代码是 18 位。"),
    Fault.CHARACTER: _("统一社会信用代码里没有字母 I、O、S、V、Z，请核对。"),
    Fault.LEADING_DIGITS: _("第 3 至 8 位应是数字，请核对。"),
    Fault.CHECK_CHARACTER: _("校验位不对，可能有一位写错或相邻两位写反。"),
}
# Which kinds of merchants are asked for a field; others do not see it. Not named: everybody.
ONLY: Final[Mapping[str, tuple[MerchantKind, ...]]] = {
    "exempt_reason": (MerchantKind.EXEMPT,),
    "uscc": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL),
    "registration_number": (MerchantKind.OVERSEAS,),
    "country": (MerchantKind.OVERSEAS,),
    "entity_type": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL),
    "owners": (MerchantKind.COMPANY, MerchantKind.OVERSEAS),
    "capital": (MerchantKind.COMPANY,),
    "business_scope": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL),
    "registry": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL),
    "founded_on": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL, MerchantKind.OVERSEAS),
    "licence_ends_on": (MerchantKind.COMPANY, MerchantKind.INDIVIDUAL, MerchantKind.OVERSEAS),
}
SECTIONS: Final[tuple[tuple[Promise, Promise, tuple[str, ...]], ...]] = (
    (
        _("经营主体"),
        _("《电子商务法》第二十七条：平台须核验经营者的身份、地址、联系方式和行政许可，建档并定期核验。请照营业执照填写。"),
        (
            "kind", "exempt_reason", "name", "uscc", "registration_number", "country", "legal_representative", "identity_number",
            "owners", "entity_type", "capital", "address", "business_scope", "registry", "founded_on", "licence_ends_on",
        ),
    ),
    (
        _("联系人与账户"),
        _("《反电信网络诈骗法》第二十一条：提供网络交易服务须实名。号码加密保存，只用于核验。"),
        ("contact_person", "phone", "bank_account"),
    ),
    (
        _("网站备案"),
        _("《互联网信息服务管理办法》第十二条：在中国大陆提供服务，须在首页标明备案或许可编号。"),
        ("serves", "icp_number"),
    ),
    (
        _("买家余额"),
        _("收取买家预存款属于支付业务：须有支付业务许可证，或与持牌机构签有合作协议（《非银行支付机构监督管理条例》）。不开通就不用填。"),
        ("wants_balances", "payment_licence", "institution", "institution_contract", "institution_until"),
    ),
)  # fmt: skip
BALANCES: Final = ("payment_licence", "institution", "institution_contract", "institution_until")


def _text(label: Any, most: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint)


def _day(label: Any, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=hint, widget=widget, input_formats=["%Y-%m-%d"])


class QualificationForm(forms.Form):
    """Kept as far as it is filled in: what is missing is said when it is handed in."""

    kind = forms.ChoiceField(label=_("主体类型"), choices=[CHOOSE, *MerchantKind.choices], required=False)
    exempt_reason = forms.ChoiceField(
        label=_("免予登记的情形"),
        choices=[CHOOSE, *ExemptReason.choices],
        required=False,
        help_text=_("《电子商务法》第十条。零星小额指年交易额累计不超过 10 万元；经常性销售卡券通常须先办理登记。"),
    )
    name = _text(_("名称"), 120, _("营业执照上的全称；个人填姓名。"))
    uscc = _text(_("统一社会信用代码"), 40, _("营业执照上的 18 位代码。"))
    registration_number = _text(_("注册登记号"), 40, _("当地登记机关的编号。"))
    country = forms.ChoiceField(label=_("注册地"), choices=[CHOOSE, *PLACES.items()], required=False)
    legal_representative = _text(_("法定代表人或经营者"), 60)
    identity_number = _text(_("法定代表人或经营者证件号码"), 30)
    owners = owners_field()
    entity_type = _text(_("类型"), 60, _("例如：有限责任公司、个体工商户。"))
    capital = _text(_("注册资本"), 60)
    address = _text(_("住所或经营场所"), 200)
    business_scope = forms.CharField(
        label=_("经营范围"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("完整抄录。须包含所售商品对应的项目，例如增值电信业务、计算机软硬件销售。"),
    )
    registry = _text(_("登记机关"), 120)
    founded_on = _day(_("成立日期"))
    licence_ends_on = _day(_("营业期限至"), _("长期有效就留空。"))
    contact_person = _text(_("联系人"), 60)
    phone = _text(_("联系电话"), 30)
    bank_account = _text(_("结算账户（可选）"), 40, _("与主体同名的对公账户，有助于加快核验。"))
    serves = forms.ChoiceField(label=_("服务地区"), choices=[CHOOSE, *Served.choices], required=False)
    icp_number = _text(_("ICP 备案号或许可证号"), 40, _("例如：浙ICP备12345678号-1。"))
    wants_balances = forms.BooleanField(label=_("开通买家余额（预存、退款到余额）"), required=False)
    payment_licence = _text(_("支付业务许可证编号"), 40, _("自己持证的填这一项。"))
    institution = _text(_("持牌机构名称"), 120)
    institution_contract = _text(_("合作协议编号"), 80)
    institution_until = _day(_("协议有效期至"))

    def __init__(self, *args: Any, kept: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in SEALED:
            if kept.get(name):
                self.fields[name].widget.attrs["placeholder"] = kept[name]
                self.fields[name].help_text = _("已填写；留空则不变。")

    def clean_uscc(self) -> str:
        """As it is kept; what is wrong with it is said at once."""
        typed = normalised(self.cleaned_data["uscc"])
        told = check_uscc(typed)
        if typed and not told.is_valid:
            raise forms.ValidationError([str(FAULTS[fault]) for fault in told.faults])
        return typed

    def clean_owners(self) -> list[str]:
        """One a line."""
        return lines_of(self.cleaned_data["owners"])

    def clean_icp_number(self) -> str:
        """As the ministry writes it."""
        typed = normalised_icp(self.cleaned_data["icp_number"])
        if typed and not is_icp_number(typed):
            raise forms.ValidationError(_("格式不对，应类似“浙ICP备12345678号-1”。"))
        return typed

    def told(self) -> dict[str, Any]:
        """What is kept of it; of numbers that are sealed, those that were typed."""
        data = self.cleaned_data
        plain = {name: data[name].strip() if isinstance(data[name], str) else data[name] for name in PLAIN}
        return {**plain, **{name: data[name].strip() for name in SEALED if data[name].strip()}}


def sections_of(form: QualificationForm) -> list[dict[str, Any]]:
    """The form as it is drawn: sections, their reason, and fields with the kinds of merchants that are asked for each."""
    return [
        {
            "title": title,
            "why": why,
            "fields": [{"field": form[name], "only": _asked(name)} for name in names],
        }
        for title, why, names in SECTIONS
    ]


def _asked(name: str) -> str:
    if name in BALANCES:
        return "all balances"
    return " ".join(kind.value for kind in ONLY[name]) if name in ONLY else "all"


def initial_of(file: Any) -> dict[str, Any]:
    """What stands in the file."""
    return {name: typed(getattr(file, name)) for name in PLAIN} if file else {}


def words_of_gap(name: str) -> str:
    """What is missing, as people call it."""
    field = QualificationForm.base_fields.get(name)
    return str(field.label) if field is not None else name
