from __future__ import annotations

from functools import cache
from importlib import import_module

from platform_core.kernel.errors import RecordNotFound
from tenants.payments.enums import GatewayName
from tenants.payments.gateways.base import Gateway, Wallet

# By name, imported when used: the SDKs of institutions are heavy, and most shops have one or two.
_CLASSES: dict[str, tuple[str, str]] = {
    GatewayName.SANDBOX: ("tenants.payments.gateways.sandbox", "SandboxGateway"),
    GatewayName.STRIPE: ("tenants.payments.gateways.stripe", "StripeGateway"),
    GatewayName.WECHATPAY: ("tenants.payments.gateways.wechatpay.gateway", "WechatPayGateway"),
    GatewayName.ALIPAY: ("tenants.payments.gateways.alipay.gateway", "AlipayGateway"),
    GatewayName.BALANCE: ("tenants.payments.gateways.balance", "BalanceGateway"),
}


def gateway_names() -> tuple[str, ...]:
    """All gateways that there are."""
    return tuple(_CLASSES)


@cache
def _gateway(name: str) -> Gateway:
    module, class_name = _CLASSES[name]
    made: Gateway = getattr(import_module(module), class_name)()
    return made


def get_gateway(name: str) -> Gateway:
    """The gateway of this name.

    Raises:
        RecordNotFound
    """
    if name not in _CLASSES:
        raise RecordNotFound(gateway=name[:20])
    return _gateway(name)


def find_wallet(gateway: str, method: str) -> Wallet | None:
    """Who says who the buyer is, before they pay in this way; None: nobody has to."""
    found = get_gateway(gateway)
    return found if isinstance(found, Wallet) and method in found.wallet_methods else None
