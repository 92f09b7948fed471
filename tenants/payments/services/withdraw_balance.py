from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.refusals import kept_refusals
from tenants.payments.enums import BalanceMove
from tenants.payments.errors import BalanceTooLow
from tenants.payments.locks import list_top_ups_locked
from tenants.payments.selectors import get_balance, get_refundable
from tenants.payments.services.move_balance import move_balance
from tenants.payments.services.request_refund import request_refund


def withdraw_balance(*, buyer_id: uuid.UUID, now: dt.datetime) -> int:
    """Send all that a buyer has back by the way it came, the last top-ups first: never anywhere else.

    Also once the contract is over, since it is theirs.

    Returns:
        How much, in minor units.

    Raises:
        BalanceTooLow: there is nothing, or not all of it can go back.
    """
    with kept_refusals(), transaction.atomic():
        top_ups = list_top_ups_locked(buyer_id)
        left = whole = get_balance(buyer_id)
        if not whole:
            raise BalanceTooLow
        for payment in reversed(top_ups):
            part = min(left, get_refundable(payment))
            if part > 0:
                refund = request_refund(
                    payment_id=payment.id, amount=part, reason="balance", actor="buyer", owed=True, now=now
                )
                move_balance(
                    buyer_id=buyer_id,
                    move=BalanceMove.WITHDRAWN,
                    subject_id=refund.id,
                    amount=part,
                    currency=payment.currency,
                    now=now,
                )
                left -= part
        if left:
            raise BalanceTooLow
    return whole
