"""A merchant's account at WeChat Pay, and short ways to ask and to be told."""

import datetime as dt
import itertools

from tenants.payments.gateways.base import Account, Asked, Known
from tenants.payments.models import GatewayAccount
from tenants.payments.services.save_account import save_account
from tests.simulators.wechatpay.desk import Desk
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, private_pem, public_pem
from tests.world import now, shop

_numbers = itertools.count(1)


def settings_of(desk=None, **changes):
    """What may be shown."""
    desk = desk or Desk()
    return {"mch_id": desk.mchid, "app_id": desk.appid, "serial_no": desk.serial, "profit_sharing": "1", **changes}


def secrets_of(desk=None, **changes):
    """Keys."""
    return {"private_key": private_pem("merchant"), "api_v3_key": (desk or Desk()).api_v3_key, **changes}


def account_of(desk=None, *, by_public_key=False, **changes):
    """An account as the adapter is given it; verified by certificates, or by the institution's public key."""
    more = {"public_key_id": PUBLIC_KEY_ID} if by_public_key else {}
    keys = {"public_key": public_pem("public key")} if by_public_key else {}
    return Account(None, "wechatpay", settings_of(desk, **more, **changes), secrets_of(desk, **keys))


def asked(method="wechat_native", **changes):
    """A payment to be made."""
    facts = {
        "number": f"P20260101{next(_numbers):010d}",
        "amount": 4500,
        "currency": "CNY",
        "subject": "订单 50 元",
        "method": method,
        "return_url": "https://shop.example/orders/1?a=b&c=d",
        "notify_url": "https://shop.example/payments/notify/wechatpay",
        "expires_at": now() + dt.timedelta(minutes=10),
        "buyer_ip": "203.0.113.7",
        **changes,
    }
    return Asked(**facts)


def known_of(wanted, desk=None):
    """The same, as it is asked about later."""
    paid = desk.payments[wanted.number].get("id", "") if desk else ""
    return Known(wanted.number, wanted.amount, wanted.currency, wanted.method, provider_id=paid)


def open_account(desk, *, commission=0, methods=("wechat_native",), keys=None, **changes):
    """The shop's own account, saved as its owner saves it; the commission is the platform's to set."""
    row = save_account(
        gateway="wechatpay",
        settings=settings_of(desk, **changes),
        secrets=secrets_of(desk, **(keys or {})),
        methods=list(methods),
        enabled=True,
        by="owner@alpha.example",
        now=now(),
    )
    GatewayAccount.objects.filter(pk=row.pk).update(commission=commission, commission_receiver="1900009999:卡券平台")
    return row


def tell(tenant, notice):
    """A notice arrives at a shop."""
    body, headers = notice
    return shop(tenant).post("/payments/notify/wechatpay", body, content_type="application/json", headers=headers)
