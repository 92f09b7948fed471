"""Short ways to ask for a payment, and to have it paid at the small Alipay."""

import datetime as dt

import httpx

from tenants.payments.enums import SplitRole
from tenants.payments.gateways.base import Asked, Known, RefundAsked, SessionKind, Share

EXPIRES = dt.datetime(2030, 1, 1, 0, 30, tzinfo=dt.UTC)
SHARES = [
    Share("S" + "1" * 30, SplitRole.PLATFORM, "2088000000000099", 225),
    Share("S" + "2" * 30, SplitRole.SUPPLIER, "supplier@example.com", 4000),
]
REFUND = RefundAsked("R" + "1" * 30, 1500, "sorry")
RETURN = "T" + "1" * 30


def asked(method="alipay_qr", number="P1", **fields):
    """A payment of 45.00 to be made."""
    given = {
        "number": number,
        "amount": 4500,
        "currency": "CNY",
        "subject": "订单 1 & co/2=3",
        "method": method,
        "return_url": "http://shop.example/order/secret",
        "notify_url": "http://shop.example/payments/notify/alipay",
        "expires_at": EXPIRES,
    }
    return Asked(**{**given, **fields})


def paid(alipay, gateway, account, method="alipay_page", number="P1", **fields):
    """A trade that the buyer paid, and how it is known here."""
    session = gateway.start(account, asked(method, number, **fields))
    if session.kind == SessionKind.REDIRECT:
        assert httpx.get(session.url, trust_env=False).status_code == 200
    trade = alipay.memory.pay(number)
    return trade, Known(number, 4500, "CNY", method, "", trade.trade_no)
