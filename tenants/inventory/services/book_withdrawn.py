from __future__ import annotations

import datetime as dt
import uuid

from platform_core.tenancy.context import current_tenant
from tenants.finance.enums import AccountCode
from tenants.finance.services.post_transaction import Entry, post_transaction


def book_withdrawn(*, kind: str, subject_id: uuid.UUID, cost: int, now: dt.datetime) -> None:
    """Take codes that left the store out of the books: they are no longer stock, and no longer owed.

    Args:
        kind, subject_id: what made them leave; once per pair.
        cost: of all codes that left, in minor units.
    """
    currency = current_tenant().currency
    post_transaction(
        kind=kind,
        subject_id=subject_id,
        entries=[
            Entry(AccountCode.CODE_STOCK, -cost, currency),
            Entry(AccountCode.SUPPLIER_PAYABLE, cost, currency),
        ],
        now=now,
    )
