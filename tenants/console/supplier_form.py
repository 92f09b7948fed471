"""Forms of a supplier's file: what stands on the licence, whom to pay and to call, what is sold."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.compliance.enums import SupplyCategory
from platform_core.compliance.selectors import ZONE
from platform_core.compliance.uscc import Fault, check_uscc, normalised
from platform_core.kernel.clock import local_date, now

PHONE = re.compile(r"\+?[\d\s\-()]{5,24}")


def find_uscc_fault(text: str) -> str | None:
    """What is wrong with a unified social credit code, in words; None: its check character fits."""
    checked = check_uscc(text)
    match checked.faults[:1]:
        case ():
            return None
        case (Fault.LENGTH,):
            return _("统一社会信用代码是 18 位，您填了 %(count)s 位。") % {"count": len(checked.code)}
        case (Fault.CHECK_CHARACTER,):
            return _("最后一位校验不符，请逐位核对，留意 0 和 O、1 和 I。")
    return _("只能是数字和大写字母（不含 I、O、S、V、Z），第 3 至 8 位是数字。")


def day_field(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    """A day, typed or picked."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("日期无法识别，请写成 2027-12-31。")},
    )


def owners_field() -> forms.CharField:
    """Those whom a company belongs to in the end, or who decide about it (受益所有人信息管理办法 第6条)."""
    return forms.CharField(
        label=gettext_lazy("受益所有人"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "直接或间接持有 25% 以上股权，或实际控制企业的自然人，每行一个姓名；与法定代表人相同就留空。"
        ),
    )


def typed(value: Any) -> Any:
    """A kept value as it is typed: several, one a line."""
    return "\n".join(value) if isinstance(value, list) else value


def lines_of(text: str) -> list[str]:
    """One name a line, ten at most."""
    return list(dict.fromkeys(line.strip()[:120] for line in text.splitlines() if line.strip()))[:10]


class CategoryForm(forms.Form):
    """What is bought from it."""

    category = forms.ChoiceField(label=gettext_lazy("供货类别"), choices=SupplyCategory.choices)


class LicenceForm(forms.Form):
    """What stands on the business licence. Everything may be filled in bit by bit; what is missing is said before it is handed in."""

    name = forms.CharField(
        label=gettext_lazy("企业名称"), max_length=120, help_text=gettext_lazy("与营业执照一字不差。")
    )
    uscc = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=24, required=False)
    legal_representative = forms.CharField(label=gettext_lazy("法定代表人"), max_length=60, required=False)
    entity_type = forms.CharField(label=gettext_lazy("类型"), max_length=60, required=False)
    capital = forms.CharField(label=gettext_lazy("注册资本"), max_length=60, required=False)
    founded_on = day_field(gettext_lazy("成立日期"))
    licence_ends_on = day_field(gettext_lazy("营业期限至"), hint=gettext_lazy("长期有效就留空。"))
    registry = forms.CharField(label=gettext_lazy("登记机关"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("住所"), max_length=200, required=False)
    business_scope = forms.CharField(
        label=gettext_lazy("经营范围"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    aliases = forms.CharField(
        label=gettext_lazy("曾用名与别名"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("每行一个，没有就留空。"),
    )

    owners = owners_field()

    def clean_uscc(self) -> str:
        """Written plainly; a typing error is said at once."""
        number = normalised(self.cleaned_data["uscc"])
        if number and (fault := find_uscc_fault(number)):
            raise ValidationError(fault)
        return number

    def clean_founded_on(self) -> dt.date | None:
        """Not a day to come."""
        day: dt.date | None = self.cleaned_data["founded_on"]
        if day is not None and day > local_date(now(), ZONE):
            raise ValidationError(_("成立日期不能是将来。"))
        return day

    def clean_aliases(self) -> list[str]:
        """One a line."""
        return lines_of(self.cleaned_data["aliases"])

    def clean_owners(self) -> list[str]:
        """One a line."""
        return lines_of(self.cleaned_data["owners"])


class ContactsForm(forms.Form):
    """Numbers that are sealed as soon as they are sent; an empty field leaves what is kept."""

    bank_account = forms.CharField(label=gettext_lazy("收款账号"), max_length=40, required=False)
    phone = forms.CharField(label=gettext_lazy("联系电话"), max_length=24, required=False)
    identity_number = forms.CharField(label=gettext_lazy("法定代表人证件号码"), max_length=30, required=False)

    def __init__(self, *args: Any, kept: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            field.widget.attrs.update(autocomplete="off", spellcheck="false")
            if masked := (kept or {}).get(name):
                field.help_text = _("已保存 %(masked)s。要更换才填写。") % {"masked": masked}

    def clean_phone(self) -> str:
        """Digits, perhaps with a country in front."""
        phone: str = self.cleaned_data["phone"].strip()
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("电话无法识别，请只填数字，如 13800000000。"))
        return phone

    def given(self) -> dict[str, str]:
        """What was typed."""
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}
