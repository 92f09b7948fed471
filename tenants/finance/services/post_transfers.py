from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from tenants.finance.enums import AccountCode, TransferKind

POST = "SELECT post_transfer(%s, %s, %s, %s, %s, %s, %s, %s)"


class Transfer(NamedTuple):
    """``amount`` (minor units, never negative) moves from the credited account to the debited one."""

    debit: AccountCode
    credit: AccountCode
    amount: int
    currency: str


def post_transfers(
    *, kind: TransferKind, subject_id: uuid.UUID, transfers: Sequence[Transfer], now: dt.datetime
) -> None:
    """Write one fact into the books, inside the caller's transaction; each (subject, kind) once, ever.

    Raises:
        IntegrityError: this fact is in the books already, or a transfer is negative or names one account twice.
    """
    with connection.cursor() as cursor:
        for number, (debit, credit, amount, currency) in enumerate(transfers, 1):
            cursor.execute(POST, [subject_id, kind.value, number, debit.value, credit.value, currency, amount, now])
