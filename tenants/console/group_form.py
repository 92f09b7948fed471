from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.catalog.groups import ICONS

ICON_WORDS = dict(
    zip(
        ICONS,
        (
            gettext_lazy("票券"), gettext_lazy("全部"), gettext_lazy("游戏手柄"), gettext_lazy("礼物"), gettext_lazy("播放"),
            gettext_lazy("手机"), gettext_lazy("购物篮"), gettext_lazy("餐碗"), gettext_lazy("书本"), gettext_lazy("皇冠"),
        ),
        strict=True,
    )
)  # fmt: skip


class GroupForm(forms.Form):
    """A category, an occasion or a tag; a tag has no icon."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("英文名称"), max_length=60, required=False)
    icon = forms.ChoiceField(label=gettext_lazy("图标"), choices=list(ICON_WORDS.items()), required=False)

    def __init__(self, *args: object, kind: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kind = kind
        if kind == "tag":
            del self.fields["icon"]
            for name, longest in (("name", 20), ("name_en", 30)):
                self.fields[name] = forms.CharField(
                    label=self.fields[name].label, max_length=longest, required=name == "name"
                )

    def clean_name(self) -> str:
        """Names stand side by side in a table's cell, with such signs between."""
        name = str(self.cleaned_data["name"])
        if re.search(r"[,，;；、|]", name):
            raise forms.ValidationError(_("名称里不能有逗号、顿号、分号和竖线。"))
        return name
