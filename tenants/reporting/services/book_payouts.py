from __future__ import annotations

import datetime as dt

from django.db import connection

from tenants.finance.enums import TransferKind
from tenants.finance.services.post_like_transfers import post_like_transfers
from tenants.reporting.fees import payout_transfer

BOOK = """
INSERT INTO reporting_payoutbooking (id, gateway, key, statement_id, amount, currency, booked_at)
SELECT gen_random_uuid(), gateway, key, statement_id, -amount, currency, %(now)s
FROM reporting_statementline
WHERE gateway = %(gateway)s AND NOT done AND kind = 'payout' AND outcome = 'matched' AND amount <> 0
ON CONFLICT (gateway, key) WHERE reversed_at IS NULL DO NOTHING
RETURNING id, amount, currency
"""
AT_ONCE = 5_000


def book_payouts(*, gateway: str, now: dt.datetime) -> None:
    """Book what went from the institution to the merchant's bank, each payout once; in the caller's transaction, the channel locked."""
    with connection.cursor() as cursor:
        cursor.execute(BOOK, {"gateway": gateway, "now": now})
        booked = cursor.fetchall()
    for start in range(0, len(booked), AT_ONCE):
        transfers = {row[0]: payout_transfer(row[1], row[2]) for row in booked[start : start + AT_ONCE]}
        post_like_transfers(kind=TransferKind.PAYOUT, transfers=transfers, now=now)
