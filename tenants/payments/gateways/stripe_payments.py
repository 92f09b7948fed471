"""Payments as Stripe knows them, read again whenever something hangs on them."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from tenants.payments.enums import PaymentMethod
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.base import Account, Known
from tenants.payments.gateways.stripe_client import asking, merchant_client

ALIPAY_REFUNDS = dt.timedelta(days=90)


def read_session(account: Account, known: Known) -> dict[str, Any]:
    with asking():
        client = merchant_client(account)
        said = client.v1.checkout.sessions.retrieve(known.provider_session, {"expand": ["payment_intent"]})
        return said.to_dict()


def intent_of(account: Account, known: Known) -> dict[str, Any]:
    with asking():
        client = merchant_client(account)
        return client.v1.payment_intents.retrieve(known.provider_id, {"expand": ["latest_charge"]}).to_dict()


def charge_of(intent: dict[str, Any]) -> dict[str, Any]:
    charge = intent.get("latest_charge")
    if not isinstance(charge, dict):
        raise GatewayRefused(reason="no_charge")
    return charge


def check_age(known: Known, intent: dict[str, Any]) -> None:
    """Alipay takes no refund of an older payment; the merchant pays its buyer in another way."""
    age = time.time() - charge_of(intent)["created"]
    if known.method == PaymentMethod.STRIPE_ALIPAY and age > ALIPAY_REFUNDS.total_seconds():
        raise GatewayRefused(reason="refund_older_than_90_days")
