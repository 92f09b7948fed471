from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import AllocationKind
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import sell_by_of

CLAIM = "SELECT coalesce(sum(claimed_count), 0) FROM claim_codes(%s, %s, %s, %s, %s, %s)"
CLAIM_SHARED = "SELECT claim_shared_codes(%s, %s, %s, %s, %s)"


def claim_codes(*, sku: Sku, quantity: int, owner_id: uuid.UUID, kind: AllocationKind, now: dt.datetime) -> None:
    """Take ``quantity`` codes of a SKU off the shelf for an owner, first-expiring first, inside the caller's transaction.

    First-expiring first is exact up to claims in flight: a bucket that somebody else holds is passed over.

    Args:
        sku: its code mode and shelf-life rule decide what may be taken.
        quantity: 1 or more.
        owner_id: the issue line or reservation.
        kind: reserved or issued.

    Raises:
        CodeStockExhausted: fewer are for sale; the caller must roll back.
    """
    sell_by = sell_by_of(sku, now)
    with connection.cursor() as cursor:
        if sku.code_mode == CodeMode.SHARED:
            cursor.execute(CLAIM_SHARED, [sku.id, quantity, owner_id, sell_by, now])
        else:
            cursor.execute(CLAIM, [sku.id, quantity, owner_id, kind.value, sell_by, now])
        taken = cursor.fetchone()[0]
    if taken < quantity:
        raise CodeStockExhausted(sku=sku.id, available=taken, requested=quantity)
