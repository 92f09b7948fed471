"""Forms of a paper: its file, and what stands in it by its kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.compliance.enums import DocumentKind, SupplyCategory
from platform_core.compliance.files.limits import MOST_BYTES
from platform_core.compliance.services.upload_paper import Told
from platform_core.compliance.uscc import normalised
from tenants.console.supplier_form import day_field, find_uscc_fault

ACCEPT = ".jpg,.jpeg,.png,.pdf"
# What a paper of a kind is asked for, besides its dates; the title is what people call it by.
TITLES = {
    DocumentKind.PUBLISHER: gettext_lazy("版号或批文号"),
    DocumentKind.ISSUER_FILING: gettext_lazy("备案编号"),
    DocumentKind.DISTRIBUTION: gettext_lazy("合同编号"),
    DocumentKind.CARRIER: gettext_lazy("合同编号"),
    DocumentKind.CHANNEL: gettext_lazy("合同编号"),
    DocumentKind.INVOICE: gettext_lazy("发票号码"),
}


class PaperForm(forms.Form):
    """Any paper. ``needs_file``: False when only what stands in it is corrected."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        widget=forms.FileInput(attrs={"accept": ACCEPT, "class": "drop"}),
        help_text=gettext_lazy("点选或拖到框里。JPG、PNG 或 PDF，不超过 10 MB；PDF 不超过 20 页，不带密码。"),
        error_messages={"required": gettext_lazy("请选择文件。"), "empty": gettext_lazy("文件是空的，请重新选择。")},
    )
    title = forms.CharField(label=gettext_lazy("编号或说明"), max_length=120, required=False)
    valid_from = day_field(gettext_lazy("有效期自"))
    valid_to = day_field(gettext_lazy("有效期至"), hint=gettext_lazy("到期前 60、30、7、1 天提醒。长期有效就留空。"))

    def __init__(self, *args: Any, kind: DocumentKind, needs_file: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        self.fields["title"].label = TITLES.get(kind, self.fields["title"].label)
        if not needs_file:
            del self.fields["file"]

    def clean_file(self) -> Any:
        """Not larger than a paper may be; what is in it is looked at later."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("文件超过 10 MB，请压缩或降低扫描分辨率后再上传。"))
        return file

    def clean(self) -> dict[str, Any]:
        """It begins before it ends."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("valid_from"), told.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("结束日期早于开始日期。"))
        return told

    def told(self) -> Told:
        """What the merchant says of it."""
        data = self.cleaned_data
        return Told(
            kind=self.kind,
            title=data["title"].strip(),
            fields=self.inner(),
            position=data.get("position") or 0,
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
        )

    def inner(self) -> dict[str, Any]:
        """What else stands in it."""
        return {}


class AuthorisationForm(PaperForm):
    """A letter of authorisation: one link of a chain."""

    position = forms.IntegerField(
        label=gettext_lazy("第几级授权"),
        min_value=1,
        max_value=9,
        initial=1,
        help_text=gettext_lazy("品牌方发出的是第 1 级，往下依次加 1，最后一级的被授权方是该供应商。"),
    )
    brand = forms.CharField(label=gettext_lazy("品牌"), max_length=60)
    grantor = forms.CharField(label=gettext_lazy("授权方"), max_length=120)
    grantor_uscc = forms.CharField(label=gettext_lazy("授权方统一社会信用代码"), max_length=24, required=False)
    grantee = forms.CharField(label=gettext_lazy("被授权方"), max_length=120)
    grantee_uscc = forms.CharField(label=gettext_lazy("被授权方统一社会信用代码"), max_length=24, required=False)
    region = forms.CharField(
        label=gettext_lazy("授权区域"),
        max_length=60,
        required=False,
        initial=gettext_lazy("全国"),
        help_text=gettext_lazy("全国范围就写“全国”。"),
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("授权的卡券类别"),
        choices=SupplyCategory.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("授权书没有限定类别就不选。"),
    )
    owner = forms.BooleanField(label=gettext_lazy("授权方就是品牌方或发卡方"), required=False)
    online = forms.BooleanField(label=gettext_lazy("允许线上销售"), required=False)
    sublicence = forms.BooleanField(label=gettext_lazy("允许转授权"), required=False)

    INNER = (
        "brand",
        "grantor",
        "grantor_uscc",
        "grantee",
        "grantee_uscc",
        "region",
        "categories",
        "owner",
        "online",
        "sublicence",
    )

    def _number(self, name: str) -> str:
        number = normalised(self.cleaned_data[name])
        if number and (fault := find_uscc_fault(number)):
            raise ValidationError(fault)
        return number

    def clean_grantor_uscc(self) -> str:
        """Checked as it is written."""
        return self._number("grantor_uscc")

    def clean_grantee_uscc(self) -> str:
        """Checked as it is written."""
        return self._number("grantee_uscc")

    def inner(self) -> dict[str, Any]:
        """Who grants whom what."""
        return {name: self.cleaned_data[name] for name in self.INNER}


def paper_form(kind: DocumentKind, *args: Any, **more: Any) -> PaperForm:
    """The form of a kind of paper."""
    return (AuthorisationForm if kind == DocumentKind.AUTHORISATION else PaperForm)(*args, kind=kind, **more)


def initial_of(paper: Any) -> dict[str, Any]:
    """What was said of a paper, for its form."""
    told = {"title": paper.title, "valid_from": paper.valid_from, "valid_to": paper.valid_to, **paper.fields}
    return {**told, "position": paper.position or 1}
