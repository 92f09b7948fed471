from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.db import connection

from platform_core.kernel.ids import new_id
from tenants.payments.enums import PaymentState
from tenants.payments.gateways.base import Asked
from tenants.payments.gateways.registry import get_gateway

INSERT_PAYMENT = """
INSERT INTO payments_payment (id, order_id, gateway, number, amount, currency, state, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


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
    number = f"P{now:%Y%m%d%H%M%S}{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_PAYMENT,
            [new_id(), order_id, gateway, number, amount, currency, PaymentState.CREATED.value, now],
        )
    return chosen.start(Asked(number, amount, currency, subject, return_url))
