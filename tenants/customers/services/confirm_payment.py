from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.hashers import check_password
from django.db import transaction

from tenants.customers.errors import PaymentChallengeRefused, PaymentPasswordLocked, PaymentPasswordWrong
from tenants.customers.locks import find_challenge_locked, get_buyer_locked

TRIES = 5


def confirm_payment(
    *,
    challenge_id: uuid.UUID,
    buyer_id: uuid.UUID,
    order_id: uuid.UUID,
    amount: int,
    currency: str,
    payee: str,
    digits: str,
    now: dt.datetime,
) -> None:
    """A buyer confirms with the payment password what they were shown; it must be what is about to happen, to the cent.

    The challenge is used up, whatever becomes of the payment. One confirmation at a time for a buyer, so that five tries are
    five however many come at once.

    Raises:
        PaymentChallengeRefused: no try was spent.
        PaymentPasswordLocked, PaymentPasswordWrong
    """
    with transaction.atomic():
        buyer = get_buyer_locked(buyer_id)
        challenge = find_challenge_locked(challenge_id)
        asked = (buyer_id, order_id, amount, currency, payee)
        if challenge is None or challenge.used_at is not None or challenge.expires_at <= now:
            raise PaymentChallengeRefused
        if asked != (challenge.buyer_id, challenge.order_id, challenge.amount, challenge.currency, challenge.payee):
            raise PaymentChallengeRefused
        if not buyer.payment_password or buyer.payment_failures >= TRIES:
            raise PaymentPasswordLocked
        right = check_password(digits, buyer.payment_password)
        buyer.payment_failures = 0 if right else buyer.payment_failures + 1
        buyer.save(update_fields=["payment_failures"])
        if right:
            challenge.used_at = now
            challenge.save(update_fields=["used_at"])
    if not right:
        raise PaymentPasswordWrong(left=TRIES - buyer.payment_failures)
