from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from tenants.catalog.enums import CodeMode
from tenants.catalog.facts import sell_by_of
from tenants.catalog.models import Sku
from tenants.inventory.enums import AllocationKind
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.models import Reservation

LONGEST_HOLD = dt.timedelta(minutes=15)
NOTE = """
WITH noted AS (
    INSERT INTO inventory_reservation (id, sku_id, quantity, state, expires_at, created_at) VALUES (%s, %s, %s, %s, %s, %s)
) """
CLAIM = NOTE + "SELECT coalesce(sum(claimed_count), 0) FROM claim_codes(%s, %s, %s, %s, %s, %s)"  # noqa: S608 - our own constant
CLAIM_SHARED = NOTE + "SELECT claim_shared_codes(%s, %s, %s, %s, %s)"
GENERATE = NOTE + "SELECT %s"  # they are made when they are issued; there is always one more


def reserve_codes(*, sku: Sku, quantity: int, hold_for: dt.timedelta, now: dt.datetime) -> Reservation:
    """Hold codes for a checkout, at most 15 minutes; then they go back on the shelf by themselves.

    First-expiring first is exact up to claims in flight: a bucket that somebody else holds is passed over.

    Args:
        sku: its code mode and shelf-life rule decide what may be taken.
        quantity: 1 or more.

    Raises:
        CodeStockExhausted: fewer are for sale; nothing is held.
    """
    row = Reservation(sku_id=sku.id, quantity=quantity, expires_at=now + min(hold_for, LONGEST_HOLD), created_at=now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(*_statement(row, sku, now))
        taken = cursor.fetchone()[0]
        if taken < quantity:
            raise CodeStockExhausted(sku=sku.id, available=taken, requested=quantity)
    return row


def _statement(row: Reservation, sku: Sku, now: dt.datetime) -> tuple[str, list[Any]]:
    """What notes the hold and takes its codes."""
    noted = [row.id, sku.id, row.quantity, row.state, row.expires_at, now]
    if sku.code_mode == CodeMode.GENERATED:
        return GENERATE, [*noted, row.quantity]
    taken = [sku.id, row.quantity, row.id]
    if sku.code_mode == CodeMode.SHARED:
        return CLAIM_SHARED, [*noted, *taken, sell_by_of(sku, now), now]
    return CLAIM, [*noted, *taken, AllocationKind.RESERVED.value, sell_by_of(sku, now), now]
