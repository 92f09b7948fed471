from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import SupplierEntry

POST = "SELECT post_transfer(%s, %s, %s, %s, %s, %s, %s, %s)"
OWED = AccountCode.SUPPLIER_PAYABLE


class Transfer(NamedTuple):
    """``amount`` (minor units, never negative) moves from the credited account to the debited one.

    ``supplier_id``: to whom more or less is owed by it, where it is about the account of suppliers.
    """

    debit: AccountCode
    credit: AccountCode
    amount: int
    currency: str
    supplier_id: uuid.UUID | None = None


def post_transfers(
    *, kind: TransferKind, subject_id: uuid.UUID, transfers: Sequence[Transfer], now: dt.datetime
) -> None:
    """Write one fact into the books, inside the caller's transaction; each (subject, kind) once, ever.

    Raises:
        IntegrityError: this fact is in the books already, or a transfer is negative or names one account twice.
    """
    with connection.cursor() as cursor:
        for number, (debit, credit, amount, currency, _) in enumerate(transfers, 1):
            cursor.execute(POST, [subject_id, kind.value, number, debit.value, credit.value, currency, amount, now])
    entries = [
        SupplierEntry(
            subject_id=subject_id,
            kind=kind,
            number=number,
            supplier_id=each.supplier_id,
            currency=each.currency,
            amount=each.amount if each.credit == OWED else -each.amount,
            at=now,
        )
        for number, each in enumerate(transfers, 1)
        if each.supplier_id is not None and OWED in {each.debit, each.credit}
    ]
    if entries:
        SupplierEntry.objects.bulk_create(entries)
