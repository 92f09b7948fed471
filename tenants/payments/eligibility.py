"""Whom each institution serves, by where a merchant is established and what it is. Data with sources, for people who decide.

What a row says is what the institution publishes; what it agreed on with one merchant is theirs. Nothing is switched off by it.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.payments.enums import GatewayName, PaymentMethod

# Where Stripe opens accounts for businesses; mainland China is not among them.
STRIPE: Final = frozenset(
    {
        "AE", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HK", "HR",
        "HU", "IE", "IT", "JP", "LI", "LT", "LU", "LV", "MT", "MX", "MY", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SI", "SK",
        "TH", "US",
    }
)  # fmt: skip
# From where Stripe lets businesses offer Alipay and WeChat Pay.
STRIPE_WALLETS: Final = frozenset(
    {
        "AT", "AU", "BE", "CA", "CH", "DE", "DK", "ES", "FI", "FR", "GB", "HK", "IE", "IT", "JP", "LU", "NL", "NO", "PT", "SE", "SG",
        "US",
    }
)  # fmt: skip
COUNTRIES: Final = tuple(sorted({"CN", "MO", "TW", "IN", "ID", "KR", "PH", "VN", "ZA", *STRIPE}))
SOURCE: Final = "docs.stripe.com/payments/alipay, pay.weixin.qq.com, b.alipay.com"


# How rules name a way to pay, where the shop calls it otherwise. A bank card may be a credit card: nobody tells before it is paid with.
NAMED_BY_RULES: Final = {PaymentMethod.CARD.value: "credit_card"}


class Verdict(NamedTuple):
    """``fit``: True or False as far as it is published; None: the merchant must ask."""

    fit: bool | None
    why: Promise | str


UNSAID = Verdict(None, _("请先在“设置”里填写经营主体所在国家或地区。"))
ANYBODY = Verdict(True, "")


def verdict_of(gateway: str, country: str, entity: str) -> Verdict:
    """Does an institution serve such a merchant?

    Args:
        country: ISO 3166-1; empty: not said.
        entity: company, sole or person; empty: not said.
    """
    if gateway in {GatewayName.SANDBOX, GatewayName.BALANCE}:
        return ANYBODY
    if not country:
        return UNSAID
    rule = {GatewayName.STRIPE: _stripe, GatewayName.WECHATPAY: _wechat, GatewayName.ALIPAY: _alipay}.get(
        GatewayName(gateway)
    )
    return rule(country, entity) if rule else ANYBODY


def list_countries(method: str) -> list[str] | None:
    """From where an institution lets merchants be paid so; None: it has published no list (PAY-03)."""
    if method in {PaymentMethod.STRIPE_ALIPAY, PaymentMethod.STRIPE_WECHAT}:
        return sorted(STRIPE_WALLETS)
    return sorted(STRIPE) if method == PaymentMethod.CARD else None


def rule_method(method: str) -> str:
    """A way to pay as rules name it."""
    return NAMED_BY_RULES.get(method, method)


def _stripe(country: str, entity: str) -> Verdict:
    if country == "CN":
        return Verdict(
            False, _("Stripe 不为中国大陆主体开户，包括通过 Stripe 收支付宝、微信支付；请直接签约支付宝或微信支付。")
        )
    if country not in STRIPE:
        return Verdict(False, _("Stripe 尚未在该国家或地区为商家开户。"))
    if country not in STRIPE_WALLETS:
        return Verdict(True, _("可以收银行卡；该地区的 Stripe 账户不能收支付宝、微信支付。"))
    return Verdict(True, _("可以收银行卡；支付宝、微信支付须在 Stripe 后台开通，支付宝退款限 90 天内。"))


def _wechat(country: str, entity: str) -> Verdict:
    if country == "CN" and entity == "person":
        return Verdict(False, _("微信支付不为个人开通商户号，须有营业执照（企业或个体工商户）。"))
    if country == "CN":
        return Verdict(True, _("凭营业执照开通；分账比例默认不超过 30%。"))
    return Verdict(None, _("境外主体须通过微信支付境外商户或服务商签约，请先确认本平台接入的产品可用。"))


def _alipay(country: str, entity: str) -> Verdict:
    if country == "CN" and entity == "person":
        return Verdict(None, _("个人账户可用的支付产品有限，须以支付宝审核结果为准。"))
    if country == "CN":
        return Verdict(True, _("凭营业执照签约当面付、电脑网站或手机网站支付。"))
    return Verdict(None, _("境外主体须签约支付宝国际商户，请先确认本平台接入的产品可用。"))
