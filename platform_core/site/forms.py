from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from platform_core.entitlements.plans import OFFER
from platform_core.tenancy.enums import Preset


class SignUpForm(forms.Form):
    """What somebody says to open a shop; whether slug and e-mail are free is asked by the services."""

    name = forms.CharField(label=_("店铺名称"), max_length=80)
    slug = forms.CharField(label=_("店铺网址"), max_length=31)
    email = forms.EmailField(label=_("邮箱"))
    password = forms.CharField(label=_("密码"), max_length=128, widget=forms.PasswordInput)
    preset = forms.ChoiceField(label=_("经营类型"), choices=Preset.choices, initial=Preset.VERTICAL)
    positioning = forms.CharField(label=_("一句话定位"), max_length=200, required=False)
    plan = forms.CharField(max_length=32, required=False)

    def clean_plan(self) -> str:
        """A plan that is for sale; empty where none was chosen, or one that there is not."""
        plan: str = self.cleaned_data["plan"]
        return plan if any(each.code == plan for each in OFFER.for_sale) else ""

    def clean_slug(self) -> str:
        """Lower case: host names ignore case."""
        slug: str = self.cleaned_data["slug"].strip().lower()
        return slug

    def clean_password(self) -> str:
        """Long enough and not on the list of common ones."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def refuse(self, code: str, data: dict[str, Any]) -> None:
        """Put a domain refusal beside its field, in words that say what to do."""
        texts = {
            "slug_taken": ("slug", _("这个网址已被使用，换一个试试。")),
            "slug_reserved": ("slug", _("这个网址由平台保留，换一个试试。")),
            "slug_invalid": ("slug", _("3 到 31 位小写字母、数字或连字符，以字母开头。")),
            "email_taken": ("email", _("这个邮箱已注册，请直接登录。")),
        }
        field, text = texts.get(code, (None, _("出错了，请稍后再试。")))
        self.add_error(field, str(text))


class JoinForm(forms.Form):
    """What somebody who was invited says to open an account; the address is the invitation's."""

    name = forms.CharField(label=_("您的姓名"), max_length=80)
    password = forms.CharField(label=_("密码"), max_length=128, widget=forms.PasswordInput)

    def clean_password(self) -> str:
        """Long enough and not on the list of common ones."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password
