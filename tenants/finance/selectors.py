"""Reading the books."""

from __future__ import annotations

from django.db import connection

from tenants.finance.enums import AccountCode

BALANCES = """
SELECT account, currency, sum(amount)::bigint FROM (
    SELECT debit_id AS account, currency, amount FROM finance_ledgertransfer
    UNION ALL SELECT credit_id, currency, -amount FROM finance_ledgertransfer
) side GROUP BY account, currency
"""


def list_balances() -> dict[tuple[AccountCode, str], int]:
    """What was debited less what was credited, in minor units, by account and currency."""
    with connection.cursor() as cursor:
        cursor.execute(BALANCES)
        return {(AccountCode(account), currency): amount for account, currency, amount in cursor.fetchall()}
