from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import connection

from tenants.finance.enums import TransferKind
from tenants.finance.services.post_transfers import Transfer

POST = """
SELECT count(post_transfer(f.subject, %s, 1, f.debit, f.credit, f.currency, f.amount, %s))
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::bigint[]) AS f (subject, debit, credit, currency, amount)
"""


def post_like_transfers(*, kind: TransferKind, transfers: Mapping[uuid.UUID, Transfer], now: dt.datetime) -> None:
    """Write many facts of one kind into the books, one transfer each, in the caller's transaction with one statement.

    Args:
        transfers: by the subject of the fact.

    Raises:
        IntegrityError: see ``post_transfers``.
    """
    rows = transfers.values()
    accounts = [[row.debit.value for row in rows], [row.credit.value for row in rows]]
    currencies, amounts = [row.currency for row in rows], [row.amount for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(POST, [kind.value, now, list(transfers), *accounts, currencies, amounts])
