"""What a merchant says about how the shop presents itself."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.catalog.enums import ContactType
from tenants.catalog.models import ShopFront
from tenants.catalog.palette import HEX
from tenants.console.void_clauses import void_clauses

WRITTEN = ("banner_text", "notice", "terms", "terms_en")
LONG = forms.Textarea(attrs={"rows": 8})


def _is_elsewhere(link: str) -> bool:
    parts = urlsplit(link)
    return parts.scheme == "https" and bool(parts.hostname)


class ShopFrontForm(forms.ModelForm):  # type: ignore[type-arg]
    """All of the shop's front; the logo's file arrives beside it."""

    drop_logo = forms.BooleanField(label=gettext_lazy("移除现有标志"), required=False)

    class Meta:
        model = ShopFront
        fields = (
            "accent", "font_scale", "banner_text", "banner_link", "notice", "contact", "complaint_contact", "icp_number",
            "licence_link", "contact_type", "terms", "terms_en",
        )  # fmt: skip
        labels = {
            "accent": gettext_lazy("主题色"),
            "font_scale": gettext_lazy("字号"),
            "banner_text": gettext_lazy("横幅文字"),
            "banner_link": gettext_lazy("横幅链接"),
            "notice": gettext_lazy("公告"),
            "contact": gettext_lazy("联系方式"),
            "complaint_contact": gettext_lazy("投诉与举报联系方式"),
            "icp_number": gettext_lazy("ICP 备案号"),
            "licence_link": gettext_lazy("营业执照链接"),
            "contact_type": gettext_lazy("下单时要求买家留下"),
            "terms": gettext_lazy("购卡协议（留空使用平台文本）"),
            "terms_en": gettext_lazy("购卡协议英文版"),
        }
        widgets = {"accent": forms.TextInput(attrs={"type": "color"}), "terms": LONG, "terms_en": LONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("terms", "terms_en"):
            self.fields[name].max_length = 20_000  # type: ignore[attr-defined]
        kinds = cast(forms.TypedChoiceField, self.fields["contact_type"])
        kinds.choices = [
            (value, label if value != ContactType.ANY else _("任意一种")) for value, label in ContactType.choices
        ]

    def clean(self) -> dict[str, Any]:
        """What is told to buyers says nothing that the law makes void; only what was changed is asked for."""
        cleaned = super().clean() or self.cleaned_data
        for name in WRITTEN:
            if name in cleaned and name in self.changed_data and (refused := void_clauses(name, str(cleaned[name]))):
                self.add_error(name, refused)
        return cleaned

    def clean_accent(self) -> str:
        """``#rrggbb``."""
        accent = str(self.cleaned_data["accent"]).lower()
        if not HEX.fullmatch(accent):
            raise ValidationError(_("主题色须形如 #1557d6。"))
        return accent

    def clean_banner_link(self) -> str:
        """A page of this shop, or an address elsewhere."""
        link = str(self.cleaned_data["banner_link"])
        if link and not re.fullmatch(r"/(?![/\\])\S*", link) and not _is_elsewhere(link):
            raise ValidationError(_("请填写以 / 开头的本店页面，或 https:// 开头的网址。"))
        return link

    def clean_licence_link(self) -> str:
        """An address elsewhere."""
        link = str(self.cleaned_data["licence_link"])
        if link and not _is_elsewhere(link):
            raise ValidationError(_("请填写 https:// 开头的网址。"))
        return link
