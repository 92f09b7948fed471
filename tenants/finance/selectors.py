"""Reading the books."""

from __future__ import annotations

import uuid

from django.db import connection

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import LedgerTransfer

BALANCES = """
SELECT account, currency, sum(amount)::bigint FROM (
    SELECT debit_id AS account, currency, amount FROM finance_ledgertransfer
    UNION ALL SELECT credit_id, currency, -amount FROM finance_ledgertransfer
) side GROUP BY account, currency
"""


def find_booking(kind: TransferKind, subject_id: uuid.UUID) -> LedgerTransfer | None:
    """The first transfer of a fact; None: it is not in the books."""
    return LedgerTransfer.objects.filter(subject_id=subject_id, kind=kind, number=1).first()


def find_unbacked_holdings() -> dict[str, int]:
    """What the books say is held for others (shares not paid yet, balances of buyers) beyond what lies at institutions.

    Must be empty, ever: what is owed out of payments lies where the payments are, and nowhere else (PAY-01: 二清).
    """
    balances = list_balances()
    held: dict[str, int] = {}
    for (code, currency), amount in balances.items():
        if code in {AccountCode.SPLITS_PAYABLE, AccountCode.BUYER_BALANCES}:
            held[currency] = held.get(currency, 0) - amount
    backing = {currency: balances.get((AccountCode.PROVIDER_BALANCE, currency), 0) for currency in held}
    return {
        currency: amount - backing[currency] for currency, amount in held.items() if amount > max(backing[currency], 0)
    }


def list_balances() -> dict[tuple[AccountCode, str], int]:
    """What was debited less what was credited, in minor units, by account and currency."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES)
        return {(AccountCode(account), currency): amount for account, currency, amount in cursor.fetchall()}
