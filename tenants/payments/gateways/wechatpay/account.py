"""An account at WeChat Pay: what it must look like, told to a merchant who pastes it from 商户平台."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wechatpayv3.utils import load_private_key, load_public_key

from tenants.payments.errors import AccountInvalid

SETTINGS = ("mch_id", "app_id", "serial_no", "public_key_id", "profit_sharing", "max_split")
SECRETS = ("private_key", "api_v3_key", "public_key", "app_secret")
REQUIRED = SETTINGS[:3]
APP_SECRET = re.compile(r"[0-9a-f]{32}")
FORMS = {
    "mch_id": (re.compile(r"[0-9]{8,10}"), gettext_noop("商户号是 8 至 10 位数字。")),
    "app_id": (re.compile(r"wx[0-9a-f]{16}"), gettext_noop("AppID 以 wx 开头，后面是 16 位字母和数字。")),
    "serial_no": (re.compile(r"[0-9A-Fa-f]{40}"), gettext_noop("商户 API 证书序列号是 40 位十六进制数。")),
    "public_key_id": (re.compile(r"(PUB_KEY_ID_[0-9]+)?"), gettext_noop("微信支付公钥 ID 以 PUB_KEY_ID_ 开头。")),
    "profit_sharing": (re.compile(r"[01]?|True|False"), gettext_noop("分账填 1（已开通）或 0（未开通）。")),
    "max_split": (
        re.compile(r"([0-9]|[1-9][0-9]|100)?"),
        gettext_noop("最大分账比例是 0 至 100 的整数（百分比）。"),
    ),
}


def check(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """Ids by their shape, keys by reading them, with what the SDK itself reads them with.

    Raises:
        AccountInvalid: with a reason in words.
    """
    for field, given in (*((name, settings) for name in REQUIRED), ("private_key", secrets), ("api_v3_key", secrets)):
        if not given.get(field):
            raise AccountInvalid(field=field, reason="required")
    for field, (form, words) in FORMS.items():
        if not form.fullmatch(str(settings.get(field, ""))):
            raise AccountInvalid(field=field, reason=_(words))
    if not isinstance(_read(load_private_key, secrets.get("private_key", "")), RSAPrivateKey):
        reason = _("请粘贴 apiclient_key.pem 的全部内容，以 -----BEGIN PRIVATE KEY----- 开头。")
        raise AccountInvalid(field="private_key", reason=reason)
    if len(secrets.get("api_v3_key", "").encode()) != 32:
        raise AccountInvalid(field="api_v3_key", reason=_("APIv3 密钥正好是 32 个字符。"))
    if secrets.get("app_secret") and not APP_SECRET.fullmatch(secrets["app_secret"]):
        raise AccountInvalid(field="app_secret", reason=_("AppSecret 是 32 位字母和数字。"))
    public_key, named = secrets.get("public_key", ""), bool(settings.get("public_key_id"))
    if bool(public_key) != named:
        raise AccountInvalid(field="public_key", reason=_("微信支付公钥和公钥 ID 要一起填写，或都不填。"))
    if public_key and not isinstance(_read(load_public_key, public_key), RSAPublicKey):
        reason = _("请粘贴微信支付公钥 pub_key.pem 的全部内容，以 -----BEGIN PUBLIC KEY----- 开头。")
        raise AccountInvalid(field="public_key", reason=reason)


def plain_pem(pasted: str) -> str:
    """A key as the SDK reads it: a browser's form ends lines with CR LF, and a paste brings blanks."""
    return "\n".join(line.strip() for line in pasted.strip().splitlines())


def _read(reader: Any, key: str) -> Any:
    try:
        return reader(plain_pem(key))
    except Exception:  # the SDK raises nothing more exact
        return None
