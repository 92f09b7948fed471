from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from tenants.catalog.enums import CodeMode
from tenants.catalog.facts import sell_by_of
from tenants.catalog.models import Sku
from tenants.inventory.enums import AllocationKind
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.models import Reservation

LONGEST_HOLD = dt.timedelta(minutes=15)
CLAIM = "SELECT coalesce(sum(claimed_count), 0) FROM claim_codes(%s, %s, %s, %s, %s, %s)"
CLAIM_SHARED = "SELECT claim_shared_codes(%s, %s, %s, %s, %s)"


def reserve_codes(*, sku: Sku, quantity: int, hold_for: dt.timedelta, now: dt.datetime) -> Reservation:
    """Hold codes for a checkout, at most 15 minutes; then they go back on the shelf by themselves.

    First-expiring first is exact up to claims in flight: a bucket that somebody else holds is passed over.

    Args:
        sku: its code mode and shelf-life rule decide what may be taken.
        quantity: 1 or more.

    Raises:
        CodeStockExhausted: fewer are for sale; nothing is held.
    """
    with transaction.atomic():
        reservation = Reservation.objects.create(
            sku_id=sku.id, quantity=quantity, expires_at=now + min(hold_for, LONGEST_HOLD), created_at=now
        )
        if sku.code_mode == CodeMode.GENERATED:
            return reservation  # they are made when they are issued; there is always one more
        sell_by = sell_by_of(sku, now)
        with connection.cursor() as cursor:
            if sku.code_mode == CodeMode.SHARED:
                cursor.execute(CLAIM_SHARED, [sku.id, quantity, reservation.id, sell_by, now])
            else:
                kind = AllocationKind.RESERVED.value
                cursor.execute(CLAIM, [sku.id, quantity, reservation.id, kind, sell_by, now])
            taken = cursor.fetchone()[0]
        if taken < quantity:
            raise CodeStockExhausted(sku=sku.id, available=taken, requested=quantity)
    return reservation
