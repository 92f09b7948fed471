"""What lies on the shelves, as people of the shop look at it: by SKU and by batch. Figures of a page are one query."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection
from django.db.models import QuerySet

from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.models import AlertSettings, Lot, SkuAlert, SkuPace, StockRobot

SOON = dt.timedelta(days=30)
# What was written off one by one and lies in a stretch is no stock any more.
SHELVES = """
WITH stretches AS (
    SELECT b.sku_id, b.lot_id, b.next_position AS first, b.end_position - b.next_position AS count, b.sell_by,
           b.unit_cost, true AS open
    FROM inventory_bucket b WHERE b.open AND b.sku_id = ANY(%(skus)s)
    UNION ALL
    SELECT b.sku_id, b.lot_id, b.next_position, b.end_position - b.next_position, b.sell_by, b.unit_cost, false
    FROM inventory_lot l JOIN inventory_bucket b ON b.lot_id = l.id AND NOT b.open AND b.next_position < b.end_position
    WHERE l.shelf <> 'open' AND l.sku_id = ANY(%(skus)s)
    UNION ALL
    SELECT r.sku_id, r.lot_id, r.first_position, r.count, r.sell_by, r.unit_cost, r.open
    FROM inventory_returnedrange r WHERE r.sku_id = ANY(%(skus)s)
), unsold AS (
    SELECT s.*, (SELECT count(*) FROM inventory_withheldcode w WHERE w.lot_id = s.lot_id AND w.position >= s.first
                 AND w.position < s.first + s.count AND w.reason = 'voided') AS gone FROM stretches s
), shelf AS (
    SELECT sku_id, sum(count - gone) FILTER (WHERE NOT open) AS frozen, sum((count - gone) * unit_cost) AS value,
           sum(count - gone) FILTER (WHERE open AND sell_by BETWEEN %(today)s AND %(soon)s) AS expiring
    FROM unsold GROUP BY sku_id
), withheld AS (
    SELECT l.sku_id, count(*) AS count FROM inventory_withheldcode w JOIN inventory_lot l ON l.id = w.lot_id
    WHERE w.reason <> 'voided' AND l.shelf = 'open' AND NOT l.withdrawn AND l.sku_id = ANY(%(skus)s) GROUP BY l.sku_id
), reserved AS (
    SELECT sku_id, sum(quantity) AS count FROM inventory_reservation
    WHERE state = 'held' AND sku_id = ANY(%(skus)s) GROUP BY sku_id
)
SELECT w.id, coalesce(r.count, 0)::bigint, (coalesce(s.frozen, 0) + coalesce(h.count, 0))::bigint,
       coalesce(s.expiring, 0)::bigint, coalesce(s.value, 0)::bigint, coalesce(p.sold_7, 0), coalesce(p.sold_30, 0)
FROM unnest(%(skus)s::uuid[]) AS w (id) LEFT JOIN shelf s ON s.sku_id = w.id LEFT JOIN withheld h ON h.sku_id = w.id
LEFT JOIN reserved r ON r.sku_id = w.id LEFT JOIN inventory_skupace p ON p.sku_id = w.id
"""
# ``unsold``: on or off the shelf, held checkouts not counted; ``withheld``: of these, one by one.
BATCHES = """
WITH stretches AS (
    SELECT b.lot_id, b.next_position AS first, b.end_position AS past FROM inventory_bucket b
    WHERE b.lot_id = ANY(%(lots)s) AND b.next_position < b.end_position
    UNION ALL
    SELECT r.lot_id, r.first_position, r.first_position + r.count FROM inventory_returnedrange r
    WHERE r.lot_id = ANY(%(lots)s)
), shelf AS (
    SELECT lot_id, sum(past - first) AS count FROM stretches GROUP BY lot_id
), withheld AS (
    SELECT w.lot_id, count(*) FILTER (WHERE w.reason <> 'voided') AS held,
           count(*) FILTER (WHERE w.reason = 'voided') AS voided,
           count(*) FILTER (WHERE NOT EXISTS (
               SELECT 1 FROM stretches s WHERE s.lot_id = w.lot_id AND w.position >= s.first AND w.position < s.past
           )) AS passed
    FROM inventory_withheldcode w WHERE w.lot_id = ANY(%(lots)s) GROUP BY w.lot_id
)
SELECT l.id, (coalesce(s.count, 0) + coalesce(w.passed, 0))::bigint, coalesce(w.held, 0)::bigint,
       coalesce(w.voided, 0)::bigint
FROM inventory_lot l LEFT JOIN shelf s ON s.lot_id = l.id LEFT JOIN withheld w ON w.lot_id = l.id
WHERE l.id = ANY(%(lots)s)
"""


class SkuShelf(NamedTuple):
    """Codes of a SKU: held by checkouts, off the shelf, expiring within 30 days, what all unsold ones cost; how many were sold."""

    reserved: int
    withheld: int
    expiring: int
    value: int
    sold_7: int
    sold_30: int

    def cover(self, available: int) -> int | None:
        """How many days the stock lasts at the pace of the last week (of the last month where that sold nothing); None: no sales."""
        sold, days = (self.sold_7, 7) if self.sold_7 else (self.sold_30, 30)
        return available * days // sold if sold else None


class LotFigures(NamedTuple):
    """Codes of a batch: not sold, of these withheld one by one, written off, and out (sold, or in a checkout)."""

    unsold: int
    withheld: int
    voided: int
    out: int


def list_sku_shelves(sku_ids: Sequence[uuid.UUID], *, now: dt.datetime) -> dict[uuid.UUID, SkuShelf]:
    """The shelves of SKUs."""
    today = local_date(now, current_tenant().time_zone)
    with connection.cursor() as cursor:
        cursor.execute(SHELVES, {"skus": list(sku_ids), "today": today, "soon": today + SOON})
        return {row[0]: SkuShelf(*row[1:]) for row in cursor.fetchall()}


def list_lots() -> QuerySet[Lot]:
    """Batches, newest first, with their import and supplier."""
    return Lot.objects.select_related("code_import__contract").order_by("-id")


def get_lot(lot_id: int) -> Lot:
    """One batch with its import and supplier.

    Raises:
        RecordNotFound: none of this tenant has this number.
    """
    found = list_lots().filter(pk=lot_id).first()
    if found is None:
        raise RecordNotFound(id=str(lot_id))
    return found


def list_halted_lots(import_id: uuid.UUID | None = None) -> QuerySet[Lot]:
    """Batches that the platform keeps off the shelf, of all imports or of one; not those that are being looked up."""
    found = Lot.objects.exclude(halt__in=["", Halt.SCREENING]).filter(withdrawn=False).exclude(shelf=Shelf.VOIDED)
    return (found.filter(code_import_id=import_id) if import_id else found).order_by("id")


def list_lots_of(supplier_id: uuid.UUID, since: dt.datetime | None, until: dt.datetime | None) -> list[Lot]:
    """Batches of a supplier that were stored between two moments (None: no bound) and not withdrawn, oldest first."""
    lots = Lot.objects.filter(supplier_id=supplier_id, withdrawn=False).order_by("id")
    lots = lots.filter(created_at__gte=since) if since else lots
    return list(lots.filter(created_at__lte=until) if until else lots)


def list_lot_figures(lots: Sequence[Lot]) -> dict[int, LotFigures]:
    """How many codes of batches are where."""
    by_id = {lot.id: lot for lot in lots}
    with connection.cursor() as cursor:
        cursor.execute(BATCHES, {"lots": list(by_id)})
        rows = cursor.fetchall()
    found = {}
    for lot_id, unsold, held, voided in rows:
        lot = by_id[lot_id]
        if lot.shelf == Shelf.VOIDED:
            unsold, held, voided = lot.voided, 0, lot.voided
        out = 0 if lot.withdrawn else lot.size - lot.moved - unsold
        found[lot_id] = LotFigures(unsold - voided, held, voided, out)
    return found


def get_alert_settings() -> AlertSettings:
    """Who is told of low stock; as shops come, where nothing was decided."""
    return AlertSettings.objects.first() or AlertSettings()


def list_own_cover_days() -> dict[uuid.UUID, int]:
    """The days of cover of SKUs that have a number of their own."""
    return dict(SkuAlert.objects.values_list("sku_id", "cover_days"))


def list_weekly_sales() -> dict[uuid.UUID, int]:
    """How many codes of each SKU were sold in the last 7 days, as counted last."""
    return dict(SkuPace.objects.filter(sold_7__gt=0).values_list("sku_id", "sold_7"))


def list_robots() -> QuerySet[StockRobot]:
    """The robots that are told of low stock, oldest first."""
    return StockRobot.objects.order_by("created_at", "id")
