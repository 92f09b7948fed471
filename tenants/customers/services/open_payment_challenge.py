from __future__ import annotations

import datetime as dt
import uuid

from tenants.customers.models import PaymentChallenge

GOOD_FOR = dt.timedelta(minutes=5)


def open_payment_challenge(
    *, buyer_id: uuid.UUID, order_id: uuid.UUID, amount: int, currency: str, payee: str, now: dt.datetime
) -> PaymentChallenge:
    """Note what a buyer is shown and asked to confirm: ``amount`` (minor units) to ``payee`` for an order."""
    return PaymentChallenge.objects.create(
        buyer_id=buyer_id,
        order_id=order_id,
        amount=amount,
        currency=currency,
        payee=payee,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
