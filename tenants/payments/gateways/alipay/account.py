"""What a merchant fills in for an account at Alipay, checked by its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.translation import gettext as _

from tenants.payments.errors import AccountInvalid
from tenants.payments.gateways.alipay.keys import (
    key_of_certificate,
    number_of_roots,
    read_certificates,
    read_private_key,
    read_public_key,
)

APP_ID = re.compile(r"\d{16}")
SELLER_ID = re.compile(r"2088\d{12}")
Key = TypeVar("Key")
CERTIFICATES = ("app_cert", "alipay_cert", "alipay_root_cert")
# Alipay is known by its key, or by certificates: whichever is entered takes the place of the other.
REPLACED = {"alipay_public_key": CERTIFICATES, **dict.fromkeys(CERTIFICATES, ("alipay_public_key",))}


def is_certified(secrets: Mapping[str, str]) -> bool:
    """Is this an account with certificates, not with bare keys?"""
    return any(secrets.get(name) for name in CERTIFICATES)


def check_account(settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """Could it be right? Asks nobody.

    Raises:
        AccountInvalid
    """
    for name in ("app_id", "seller_id"):
        if not settings.get(name):
            raise AccountInvalid(field=name, reason="required")
    if not APP_ID.fullmatch(str(settings["app_id"])):
        raise AccountInvalid(field="app_id", reason=_("应用 APPID 是 16 位数字"))
    if not SELLER_ID.fullmatch(str(settings["seller_id"])):
        raise AccountInvalid(field="seller_id", reason=_("商家 PID 是以 2088 开头的 16 位数字"))
    private = _read(read_private_key, secrets, "private_key", _("不是 2048 位的 RSA 应用私钥"))
    if is_certified(secrets):
        _check_certificates(secrets, private.public_key())
        return
    public = _read(read_public_key, secrets, "alipay_public_key", _("不是 2048 位的 RSA 公钥"))
    if public == private.public_key():
        raise AccountInvalid(field="alipay_public_key", reason=_("这是应用公钥，请填写支付宝公钥"))


def _check_certificates(secrets: Mapping[str, str], ours: RSAPublicKey) -> None:
    no_certificate = _("不是 RSA 证书文件的内容")
    if _read(key_of_certificate, secrets, "app_cert", no_certificate) != ours:
        raise AccountInvalid(field="app_cert", reason=_("证书与应用私钥不匹配"))
    if _read(key_of_certificate, secrets, "alipay_cert", no_certificate) == ours:
        raise AccountInvalid(field="alipay_cert", reason=_("这是应用公钥证书，请填写支付宝公钥证书"))
    if not _read(_roots, secrets, "alipay_root_cert", no_certificate):
        raise AccountInvalid(field="alipay_root_cert", reason=no_certificate)


def _roots(text: str) -> str:
    return number_of_roots(read_certificates(text))


def _read(reader: Callable[[str], Key], secrets: Mapping[str, str], name: str, reason: str) -> Key:
    if not secrets.get(name):
        raise AccountInvalid(field=name, reason="required")
    try:
        return reader(secrets[name])
    except ValueError as error:
        raise AccountInvalid(field=name, reason=reason) from error
