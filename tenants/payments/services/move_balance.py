from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.payments.enums import BalanceMove
from tenants.payments.errors import BalanceTooLow
from tenants.payments.models import BalanceEntry

ADD = """
INSERT INTO payments_buyerbalance AS b (buyer_id, currency, amount) VALUES (%s, %s, %s)
ON CONFLICT (buyer_id) DO UPDATE SET amount = b.amount + excluded.amount WHERE b.currency = excluded.currency
"""
TAKE = "UPDATE payments_buyerbalance SET amount = amount - %s WHERE buyer_id = %s AND currency = %s AND amount >= %s"
# Where it goes and where it comes from. What is spent leaves the institution here, and comes back as the order's payment.
BOOKED = {
    BalanceMove.TOPPED_UP: (
        TransferKind.BALANCE_TOPPED_UP, AccountCode.PROVIDER_BALANCE, AccountCode.BUYER_BALANCES,
    ),
    BalanceMove.SPENT: (TransferKind.BALANCE_SPENT, AccountCode.BUYER_BALANCES, AccountCode.PROVIDER_BALANCE),
    BalanceMove.RETURNED: (
        TransferKind.BALANCE_RETURNED, AccountCode.PROVIDER_BALANCE, AccountCode.BUYER_BALANCES,
    ),
    BalanceMove.WITHDRAWN: (
        TransferKind.BALANCE_WITHDRAWN, AccountCode.BUYER_BALANCES, AccountCode.REFUNDS_PAYABLE,
    ),
    BalanceMove.FROZEN: (TransferKind.BALANCE_FROZEN, AccountCode.BUYER_BALANCES, AccountCode.DISPUTED),
    BalanceMove.RELEASED: (TransferKind.BALANCE_RELEASED, AccountCode.DISPUTED, AccountCode.BUYER_BALANCES),
}  # fmt: skip
IN = frozenset({BalanceMove.TOPPED_UP, BalanceMove.RETURNED, BalanceMove.RELEASED})


def move_balance(
    *, buyer_id: uuid.UUID, move: BalanceMove, subject_id: uuid.UUID, amount: int, currency: str, now: dt.datetime
) -> None:
    """Change what a buyer has, with its entry and in the books, in the caller's transaction; each (subject, move) once, ever.

    Args:
        amount: minor units, more than none, whichever way it goes.

    Raises:
        BalanceTooLow: there is less, or it is in another currency.
        IntegrityError: this fact is there already.
    """
    assert amount > 0
    comes = move in IN
    with connection.cursor() as cursor:
        if comes:
            cursor.execute(ADD, [buyer_id, currency, amount])
        else:
            cursor.execute(TAKE, [amount, buyer_id, currency, amount])
        if cursor.rowcount != 1:
            raise BalanceTooLow
    BalanceEntry.objects.create(
        buyer_id=buyer_id,
        move=move,
        subject_id=subject_id,
        amount=amount if comes else -amount,
        currency=currency,
        at=now,
    )
    kind, debit, credit = BOOKED[move]
    post_transfers(kind=kind, subject_id=subject_id, transfers=[Transfer(debit, credit, amount, currency)], now=now)
