from __future__ import annotations

import datetime as dt
import secrets
import uuid

from tenants.payments.gateways.base import Asked
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.models import Payment


def start_payment(
    *,
    order_id: uuid.UUID,
    gateway: str,
    amount: int,
    currency: str,
    subject: str,
    return_url: str,
    now: dt.datetime,
) -> str:
    """Open a payment at a gateway, after the order is committed.

    Returns:
        Where to send the buyer.
    """
    chosen = get_gateway(gateway)
    payment = Payment.objects.create(
        order_id=order_id,
        gateway=gateway,
        number=f"P{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}",
        amount=amount,
        currency=currency,
        created_at=now,
    )
    return chosen.start(Asked(payment.number, amount, currency, subject, return_url))
