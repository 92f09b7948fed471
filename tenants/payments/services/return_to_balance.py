from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.payments.enums import BalanceMove
from tenants.payments.locks import get_payment_locked
from tenants.payments.models import BalanceEntry, Payment
from tenants.payments.services.move_balance import move_balance


def return_to_balance(*, payment_number: str, refund_number: str, amount: int, now: dt.datetime) -> None:
    """A refund of an order that was paid from a balance goes back to it; once, however often it is asked for."""
    found = Payment.objects.get(number=payment_number)
    subject = uuid.uuid5(found.id, refund_number)
    with transaction.atomic():
        payment = get_payment_locked(found.id)
        if BalanceEntry.objects.filter(subject_id=subject, move=BalanceMove.RETURNED).exists():
            return
        spent = BalanceEntry.objects.get(subject_id=payment.id, move=BalanceMove.SPENT)
        move_balance(
            buyer_id=spent.buyer_id,
            move=BalanceMove.RETURNED,
            subject_id=subject,
            amount=amount,
            currency=payment.currency,
            now=now,
        )
