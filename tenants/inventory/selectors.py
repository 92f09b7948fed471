"""Reading the card-code store."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.inventory.models import CodeImport, Reservation, SupplierContract

UNLIMITED = 1_000_000_000  # of generated codes there is always one more
STOCK = """
WITH wanted AS (
    SELECT id, %(today)s::date + min_days_left AS sell_by, code_mode FROM catalog_sku WHERE id = ANY(%(skus)s)
), unsold AS (
    SELECT b.sku_id, b.supplier_id, b.lot_id, b.next_position AS first, b.end_position - b.next_position AS count
    FROM inventory_bucket b JOIN wanted w ON w.id = b.sku_id AND b.sell_by >= w.sell_by WHERE b.open
    UNION ALL
    SELECT r.sku_id, r.supplier_id, r.lot_id, r.first_position, r.count
    FROM inventory_returnedrange r JOIN wanted w ON w.id = r.sku_id AND r.sell_by >= w.sell_by
), cleared AS (
    SELECT supplier_id FROM (
        SELECT supplier_id FROM unsold UNION
        SELECT supplier_id FROM inventory_sharedcode WHERE sku_id = ANY(%(skus)s)
    ) s WHERE public.clearance_of(supplier_id) = 'cleared'
)
SELECT sku_id, sum(count)::bigint FROM (
    SELECT u.sku_id, u.count - (
        SELECT count(*) FROM inventory_withheldcode h
        WHERE h.lot_id = u.lot_id AND h.position >= u.first AND h.position < u.first + u.count
    ) AS count
    FROM unsold u JOIN cleared USING (supplier_id)
    UNION ALL
    SELECT c.sku_id, c.max_uses - c.uses FROM inventory_sharedcode c JOIN cleared USING (supplier_id)
    JOIN wanted w ON w.id = c.sku_id AND c.sell_by >= w.sell_by
    UNION ALL
    SELECT id, %(unlimited)s FROM wanted WHERE code_mode = 'generated'
) s GROUP BY sku_id
"""


def list_stock(sku_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, int]:
    """How many codes of each SKU are for sale now: in date, not withheld, from cleared suppliers. Exact, or ``UNLIMITED``."""
    today = local_date(now, current_tenant().time_zone)
    with connection.cursor() as cursor:
        cursor.execute(STOCK, {"skus": list(sku_ids), "today": today, "unlimited": UNLIMITED})
        found = dict(cursor.fetchall())
    return {sku_id: int(found.get(sku_id, 0)) for sku_id in sku_ids}


def get_reservation(reservation_id: uuid.UUID) -> Reservation:
    """One reservation.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Reservation.objects.filter(pk=reservation_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("rsv", reservation_id))
    return found


def list_contracts() -> QuerySet[SupplierContract]:
    """The merchant's suppliers, oldest first."""
    return SupplierContract.objects.order_by("created_at")


def find_contract(supplier_id: uuid.UUID) -> SupplierContract | None:
    """The contract with a supplier of the register, or None."""
    return SupplierContract.objects.filter(supplier_id=supplier_id).first()


def list_imports() -> QuerySet[CodeImport]:
    """Imports, newest first, with their supplier."""
    return CodeImport.objects.select_related("contract").order_by("-created_at")


def get_import(import_id: uuid.UUID) -> CodeImport:
    """One import.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = list_imports().filter(pk=import_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("imp", import_id))
    return found
