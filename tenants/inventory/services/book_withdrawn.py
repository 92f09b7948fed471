from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers


def book_withdrawn(
    *, kind: TransferKind, subject_id: uuid.UUID, sku_id: uuid.UUID, costs: Mapping[uuid.UUID, int], now: dt.datetime
) -> None:
    """Take codes that left the store out of the books: they are no longer stock, and no longer owed.

    Args:
        kind, subject_id: what made them leave; once per pair.
        sku_id: whose codes they were; their cost is in its currency.
        costs: of all codes that left, by their supplier, in minor units.
    """
    currency = Sku.objects.values_list("currency", flat=True).get(pk=sku_id)
    left = [
        Transfer(AccountCode.SUPPLIER_PAYABLE, AccountCode.CODE_STOCK, cost, currency, supplier_id)
        for supplier_id, cost in costs.items()
    ]
    post_transfers(kind=kind, subject_id=subject_id, transfers=left, now=now)
