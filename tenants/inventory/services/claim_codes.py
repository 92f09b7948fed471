from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import connection

from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import AllocationKind
from tenants.inventory.errors import CodeStockExhausted

CLAIM = "SELECT * FROM claim_codes(%s, %s, %s, %s, %s, %s)"
CLAIM_SHARED = """
WITH free AS (
    SELECT id, uses, max_uses FROM inventory_sharedcode
    WHERE sku_id = %(sku)s AND uses < max_uses AND sell_by >= %(sell_by)s
      AND public.clearance_of(supplier_id) = 'cleared'
    ORDER BY sell_by, id FOR UPDATE
), share AS (
    SELECT id, least(max_uses - uses,
        greatest(0, %(quantity)s - coalesce(sum(max_uses - uses) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING
            AND 1 PRECEDING), 0)))::integer AS take
    FROM free
), used AS (
    UPDATE inventory_sharedcode c SET uses = c.uses + s.take FROM share s WHERE c.id = s.id AND s.take > 0
    RETURNING c.id, s.take
)
INSERT INTO inventory_shareduse (owner_id, shared_code_id, count, created_at)
SELECT %(owner)s, id, take, %(now)s FROM used RETURNING count
"""


class Claimed(NamedTuple):
    """How many codes were taken and what they cost the merchant (minor units)."""

    quantity: int
    cost: int


def claim_codes(*, sku: Sku, quantity: int, owner_id: uuid.UUID, kind: AllocationKind, now: dt.datetime) -> Claimed:
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
    sell_by = local_date(now, current_tenant().time_zone) + dt.timedelta(days=sku.min_days_left)
    with connection.cursor() as cursor:
        if sku.code_mode == CodeMode.SHARED:
            cursor.execute(
                CLAIM_SHARED,
                {"sku": sku.id, "sell_by": sell_by, "quantity": quantity, "owner": owner_id, "now": now},
            )
            rows = cursor.fetchall()
            taken, cost = sum(row[0] for row in rows), 0
        else:
            cursor.execute(CLAIM, [sku.id, quantity, owner_id, kind.value, sell_by, now])
            rows = cursor.fetchall()
            taken, cost = sum(row[2] for row in rows), sum(row[2] * row[3] for row in rows)
    if taken < quantity:
        raise CodeStockExhausted(sku=sku.id, available=taken, requested=quantity)
    return Claimed(taken, cost)
