"""The form of an API key, with the limits that keep a stolen one from doing much."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.kernel.clock import now
from platform_core.tenancy.client_address import read_network
from platform_core.tenancy.context import current_tenant
from tenants.access.encryption import PRIVATE, checked_key
from tenants.access.enums import PRESET_NAMES, PRESETS
from tenants.access.errors import EncryptionKeyInvalid
from tenants.access.limits import MOST_NETWORKS, KeyLimits
from tenants.console.forms import yuan

SEPARATORS = re.compile(r"[\s,;，；]+")
NUMBER = dict.fromkeys(("invalid", "min_value", "max_value"), gettext_lazy("请填写大于 0 的整数，或留空。"))


class KeyForm(forms.Form):
    """What a new key is called and may do."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=80, required=False)
    preset = forms.ChoiceField(choices=list(PRESET_NAMES.items()))
    mode = forms.ChoiceField(choices=[("live", gettext_lazy("正式")), ("test", gettext_lazy("测试"))])
    expires_on = forms.DateField(label=gettext_lazy("到期日"), required=False)
    daily_quota = forms.IntegerField(
        label=gettext_lazy("每日发卡上限（张）"),
        required=False,
        min_value=1,
        max_value=1_000_000_000,
        error_messages=NUMBER,
    )
    max_amount = forms.CharField(label=gettext_lazy("单笔金额上限（元）"), required=False)
    encryption_key = forms.CharField(label=gettext_lazy("加密公钥（JWK）"), required=False, max_length=8_000)
    ip_allowlist = forms.CharField(label=gettext_lazy("来源 IP 白名单"), required=False, max_length=4_000)

    def clean_expires_on(self) -> dt.datetime | None:
        """The end of that day in the shop's time zone."""
        day: dt.date | None = self.cleaned_data["expires_on"]
        if day is None:
            return None
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(current_tenant().time_zone))
        if end <= now():
            raise forms.ValidationError(_("到期日已经过去。"))
        return end

    def clean_max_amount(self) -> int | None:
        """In minor units."""
        written: str = self.cleaned_data["max_amount"]
        if not written:
            return None
        try:
            return yuan(written)
        except ValueError as error:
            raise forms.ValidationError(_("金额无法识别，请写成 45 或 45.00。")) from error

    def clean_ip_allowlist(self) -> list[str]:
        """One network each, however they are set apart."""
        texts = [text for text in SEPARATORS.split(self.cleaned_data["ip_allowlist"]) if text]
        if len(texts) > MOST_NETWORKS:
            raise forms.ValidationError(_("最多 %(most)d 个地址段。") % {"most": MOST_NETWORKS})
        for text in texts:
            try:
                read_network(text)
            except ValueError as error:
                wrong = _("“%(text)s” 不是有效的 IP 地址或网段。") % {"text": text[:43]}
                raise forms.ValidationError(wrong) from error
        return texts

    def clean_encryption_key(self) -> dict[str, Any] | None:
        """A public key that codes can be encrypted to."""
        written: str = self.cleaned_data["encryption_key"]
        if not written:
            return None
        try:
            jwk = orjson.loads(written)
            if isinstance(jwk, dict) and not PRIVATE.isdisjoint(jwk):
                self.data = {**dict(self.data.items()), "encryption_key": ""}  # the page does not show it again
                raise forms.ValidationError(_("这是私钥或对称密钥。请只填写公钥，并另行生成一对新密钥。"))
            return checked_key(jwk)
        except (orjson.JSONDecodeError, AttributeError, EncryptionKeyInvalid) as error:
            raise forms.ValidationError(
                _("公钥无法使用，请填写 RSA（2048 位以上）、P-256 或 X25519 的 JWK 公钥。")
            ) from error

    def wanted(self) -> dict[str, Any]:
        """The checked form as ``create_api_key`` takes it."""
        data = self.cleaned_data
        return {
            "name": data["name"].strip() or str(PRESET_NAMES[data["preset"]]),
            "livemode": data["mode"] == "live",
            "scopes": PRESETS[data["preset"]],
            "encryption_key": data["encryption_key"],
            "limits": KeyLimits(
                ip_allowlist=data["ip_allowlist"],
                daily_quota=data["daily_quota"],
                max_amount=data["max_amount"],
                expires_at=data["expires_on"],
            ),
        }
