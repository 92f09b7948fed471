"""The invoice title (抬头): what it must say, and what is wrong with what was typed."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.enums import TitleKind
from billing.titles import InvoiceTitle, faults_of
from tenants.console.qualification_form import FAULTS

NAMES: Final = ("title", "tax_number", "address", "phone", "bank", "bank_account", "mail_to")
COMPANY: Final = ("tax_number", "address", "phone", "bank", "bank_account")
PROBLEMS: Final[dict[tuple[str, str], Promise]] = {
    ("kind", "missing"): _("请选择企业或个人。"),
    ("title", "missing"): _("请填写抬头：企业填营业执照上的全称，个人填姓名。"),
    ("tax_number", "missing"): _("企业抬头须填税号，就是营业执照上 18 位的统一社会信用代码。"),
    ("phone", "invalid"): _("电话只写数字，可带区号，例如 0571-88886666。"),
    ("bank_account", "invalid"): _("银行账号是 8 至 30 位数字，请核对。"),
    ("mail_to", "invalid"): _("邮箱格式不对，应类似 finance@example.com。"),
}
TOGETHER: Final = _("注册地址、电话、开户行、账号要一起填（专用发票需要），或都不填。")
LONG: Final = _("太长了，请核对。")


class TitleForm(forms.Form):
    """Whose name stands on an invoice. Checked by the rules that the service keeps."""

    kind = forms.ChoiceField(
        label=_("抬头类型"),
        choices=TitleKind.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=TitleKind.COMPANY,
    )
    title = forms.CharField(
        label=_("发票抬头"), max_length=120, required=False, help_text=_("企业填营业执照上的全称，个人填姓名。")
    )
    tax_number = forms.CharField(
        label=_("税号"), max_length=40, required=False, help_text=_("营业执照上 18 位的统一社会信用代码。")
    )
    address = forms.CharField(label=_("注册地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("注册电话"), max_length=40, required=False)
    bank = forms.CharField(label=_("开户银行"), max_length=120, required=False)
    bank_account = forms.CharField(label=_("银行账号"), max_length=40, required=False)
    mail_to = forms.CharField(
        label=_("接收发票的邮箱（可选）"),
        max_length=254,
        required=False,
        widget=forms.EmailInput,
        help_text=_("留空就发给店主。"),
    )

    def clean(self) -> dict[str, Any]:
        """Every field's fault beside it."""
        given: dict[str, Any] = super().clean() or {}
        for name, reason in faults_of(self.told().tidied()).items():
            if name not in self.errors:
                self.add_error(name, problem_words(name, reason))
        return given

    def told(self) -> InvoiceTitle:
        """What was typed."""
        given = self.cleaned_data
        return InvoiceTitle(kind=given.get("kind", ""), **{name: given.get(name, "") for name in NAMES})


def problem_words(name: str, reason: str) -> str:
    """What is wrong with a field, and what to do."""
    if reason == "together":
        return str(TOGETHER)
    if (name, reason) in PROBLEMS:
        return str(PROBLEMS[name, reason])
    return str({str(fault): words for fault, words in FAULTS.items()}.get(reason, LONG))


def initial_of(account: Any) -> dict[str, Any]:
    """What is kept; a company where nothing is."""
    if account is None or not account.title_kind:
        return {"kind": TitleKind.COMPANY, "mail_to": account.mail_to if account else ""}
    return {"kind": account.title_kind, **{name: getattr(account, name) for name in NAMES}}
