from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from platform_core.kernel.ids import new_id
from tenants.finance.enums import AccountCode

POST = """
WITH fact AS (
    INSERT INTO finance_ledgertransaction (id, kind, subject_id, at) VALUES (%s, %s, %s, %s) RETURNING id
)
INSERT INTO finance_ledgerentry (transaction_id, number, account_id, amount, currency)
SELECT fact.id, e.number, e.account, e.amount, e.currency
FROM fact, unnest(%s::smallint[], %s::bigint[], %s::text[]) WITH ORDINALITY AS e (account, amount, currency, number)
"""


class Entry(NamedTuple):
    """One side: debit positive, credit negative, in minor units."""

    account: AccountCode
    amount: int
    currency: str


def post_transaction(*, kind: str, subject_id: uuid.UUID, entries: Sequence[Entry], now: dt.datetime) -> None:
    """Write one fact into the books, inside the caller's transaction; each (subject, kind) once, ever.

    The database refuses the commit when the entries do not sum to zero in each currency.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            POST,
            [
                new_id(),
                kind,
                subject_id,
                now,
                [entry.account.value for entry in entries],
                [entry.amount for entry in entries],
                [entry.currency for entry in entries],
            ],
        )
