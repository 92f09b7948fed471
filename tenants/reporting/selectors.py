"""Exports, and what was sold: by day, by product, by supplier."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.finance.days import Period, shop_day, shop_zone
from tenants.finance.selectors import FactTotal, list_day_totals
from tenants.reporting.enums import FigureBy
from tenants.reporting.figures import Figure, SalesDay
from tenants.reporting.models import Difference, Export, ExportDownload, Statement
from tenants.reporting.profit import results_of

DOWNLOADS = 20  # shown of an export
LATELY = dt.timedelta(days=3)
OUTDATED = """
SELECT f.day, f.until FROM reporting_figuredday f JOIN finance_dayclose c ON c.day = f.day AND c.zone = f.zone
WHERE f.transfers <> c.transfers
UNION ALL
SELECT f.day, f.until FROM reporting_figuredday f
WHERE f.day > coalesce((SELECT max(day) FROM finance_dayclose), '-infinity') AND f.day > %s
  AND f.transfers <> (SELECT count(*) FROM finance_ledgertransfer t
                      WHERE t.at >= f.day::timestamp AT TIME ZONE f.zone AND t.at < f.until)
ORDER BY 1
"""
# One statement, and so one moment: a day whose figures are made meanwhile is neither missed nor counted twice.
FOUND = """
WITH edge AS (
    SELECT day, until AS at FROM reporting_figuredday WHERE zone = %(zone)s ORDER BY day DESC LIMIT 1
), found AS (
    SELECT day, sku_id, supplier_id, source, currency, orders, quantity, gross, discounts, refunds, cost, fees, commission
    FROM reporting_salesfigure WHERE day BETWEEN %(first)s AND %(last)s AND day <= (SELECT day FROM edge)
    UNION ALL
    SELECT * FROM sales_figures(greatest(%(since)s, (SELECT at FROM edge)), %(until)s, %(zone)s)
)
"""
SUMS = """
       coalesce(sum(f.orders) FILTER (WHERE f.source = 'order'), 0)::bigint,
       coalesce(sum(f.quantity) FILTER (WHERE f.source = 'order'), 0)::bigint,
       coalesce(sum(f.quantity) FILTER (WHERE f.source <> 'order'), 0)::bigint, sum(f.gross)::bigint, sum(f.discounts)::bigint,
       sum(f.refunds)::bigint, sum(f.cost)::bigint, sum(f.fees)::bigint, sum(f.commission)::bigint
"""
NONE = "'00000000-0000-0000-0000-000000000000'"
OF_PRODUCT = "WHERE %(product)s::uuid IS NULL OR s.product_id = %(product)s"
FROM = f"FROM found f LEFT JOIN catalog_sku s ON s.id = f.sku_id {OF_PRODUCT}"
WHICH = {
    FigureBy.SKU: f"NULL::date, nullif(f.sku_id, {NONE}), s.product_id",
    FigureBy.PRODUCT: "NULL::date, s.product_id, s.product_id",
    FigureBy.SUPPLIER: f"NULL::date, nullif(f.supplier_id, {NONE}), NULL::uuid",
    FigureBy.DAY: "f.day, NULL::uuid, NULL::uuid",
}
FIGURES = {
    by: f"{FOUND} SELECT {which}, f.currency, {SUMS} {FROM} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 4"
    for by, which in WHICH.items()
}


def list_exports() -> QuerySet[Export]:
    """Exports of API keys, with their latest downloads."""
    return list_exports_of(None)


def list_exports_of(user_id: uuid.UUID | None) -> QuerySet[Export]:
    """Exports that a person asked for in the back office (None: those of API keys), with their latest downloads."""
    latest = ExportDownload.objects.order_by("-id")[:DOWNLOADS]
    return Export.objects.filter(user_id=user_id).prefetch_related(
        Prefetch("downloads", latest, to_attr="latest_downloads")  # type: ignore[no-redef]
    )


def find_export(export_id: uuid.UUID, user_id: uuid.UUID | None = None) -> Export | None:
    """One export of a person (None: of an API key), or None."""
    return list_exports_of(user_id).filter(pk=export_id).first()


def get_export(export_id: uuid.UUID, user_id: uuid.UUID | None = None) -> Export:
    """One export of a person (None: of an API key).

    Raises:
        RecordNotFound: none of this tenant and of theirs has this id.
    """
    found = find_export(export_id, user_id)
    if found is None:
        raise RecordNotFound(id=public_id("exp", export_id))
    return found


def list_outdated_figures(now: dt.datetime) -> list[tuple[dt.date, dt.datetime]]:
    """Days whose figures are of fewer transfers than the ledger has, and up to when they are kept; oldest first.

    Closed days are compared with what was counted when they were closed (anew), the days since with the ledger itself.
    """
    with connection.cursor() as cursor:
        cursor.execute(OUTDATED, [shop_day(now) - LATELY])
        return list(cursor.fetchall())


def list_figures(period: Period, *, by: FigureBy = FigureBy.SKU, product_id: uuid.UUID | None = None) -> list[Figure]:
    """What was sold in a period, added up; one row for each id and currency. One statement, of kept figures and, for days that are
    not closed yet (today), of the facts.

    Args:
        by: what is added up: by SKU, by product, by supplier or by day (``day`` is None otherwise, ``id`` is None by day).
        product_id: of this product alone.
    """
    values: dict[str, Any] = {
        "zone": shop_zone(),
        "first": period.first,
        "last": period.last,
        "since": period.since,
        "until": period.until,
        "product": product_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES[by], values)
        return [Figure._make(row) for row in cursor.fetchall()]


def list_sales_days(period: Period) -> list[SalesDay]:
    """Sales of each day of a period in each currency, oldest first: what dashboards and daily reports show.

    Closed days come from kept totals, today from the ledger; orders are not read. Days without anything are not in it.
    ``orders``: that were paid on the day. ``quantity``: of what they had. ``net``, ``profit``: see ``Result``.
    """
    totals: dict[dt.date, list[FactTotal]] = {}
    for fact in list_day_totals(period):
        assert fact.day is not None
        totals.setdefault(fact.day, []).append(fact)
    sold = {(figure.day, figure.currency): figure.quantity for figure in list_figures(period, by=FigureBy.DAY)}
    return [
        SalesDay(day, currency, sold.get((day, currency), 0), result)
        for day, facts in sorted(totals.items())
        for currency, result in results_of(facts).items()
    ]


def list_product_sales(period: Period) -> list[Figure]:
    """Sales of a period by product (``id``; None: of no product) and currency, the most first."""
    return sorted(list_figures(period, by=FigureBy.PRODUCT), key=lambda figure: (-figure.gross, str(figure.id)))


def get_statement(statement_id: uuid.UUID) -> Statement:
    """A statement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Statement.objects.filter(pk=statement_id).first()
    if found is None:
        raise RecordNotFound(id=str(statement_id))
    return found


def get_difference(difference_id: uuid.UUID) -> Difference:
    """A difference with its statement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Difference.objects.select_related("statement").filter(pk=difference_id).first()
    if found is None:
        raise RecordNotFound(id=str(difference_id))
    return found
