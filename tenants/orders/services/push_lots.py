from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

from django.db import connection

from platform_core.compliance.enums import Signal
from platform_core.compliance.selectors import list_supply_standings
from platform_core.compliance.services.push_signals import push_signals
from platform_core.compliance.signal_selectors import find_signal_times
from platform_core.tenancy.context import current_tenant
from tenants.inventory.opening import place_of
from tenants.inventory.shelves import list_lot_figures, list_lots
from tenants.orders.enums import CaseOutcome, CaseReason
from tenants.orders.models import AbnormalCase, ReplacedCode

LOOK_BACK = dt.timedelta(days=180)  # of batches
OVERLAP = dt.timedelta(minutes=2)
AT_ONCE = 500
# A batch is a stretch of the line that the exclusion of double issues stands on: its index finds who has codes of it.
ORDERS = """
SELECT first, count(*), count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM orders_order o JOIN orders_abnormalcase c ON c.order_id = o.id
    WHERE o.issuance_id = i.issuance_id AND c.reason IN ('code_reported', 'disputed')
))
FROM (
    SELECT l.issuance_id, min(w.lot) AS first
    FROM unnest(%s::bigint[]) AS w (lot)
    JOIN inventory_allocation a ON int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range(w.lot << 32, (w.lot + 1) << 32)
    JOIN issuance_issuanceline l ON l.id = a.owner_id
    WHERE a.kind = 2 GROUP BY l.issuance_id
) i GROUP BY first
"""


def push_lots(*, now: dt.datetime) -> int:
    """Tell the platform how many codes of batches are out and how many turned out bad, as the merchant itself found. A chore.

    Batches with new bad codes each time; all of half a year once a day, so that a supplier's codes that are good count, too.

    Returns:
        Of how many more are bad than was known.
    """
    if not current_tenant().livemode:
        return 0
    last = find_signal_times().lots
    whole = last is None or last.date() < now.date()
    if not whole and last is not None and not _list_bad(last - OVERLAP):
        return 0
    bad = Counter(lot for lot, _ in set(_places(_list_bad(now - LOOK_BACK))))
    lots = list_lots().select_related(None).filter(created_at__gt=now - LOOK_BACK, withdrawn=False)
    if not whole:
        lots = lots.filter(pk__in=list(bad))
    news, after, orders = 0, 0, _count_orders(now)
    while page := list(lots.filter(pk__gt=after).order_by("id")[:AT_ONCE]):
        after, figures = page[-1].id, list_lot_figures(page)
        rows = [
            {
                "lot": lot.id, "supplier_id": str(lot.supplier_id), "sold": max(figures[lot.id].out, bad[lot.id]),
                "bad": bad[lot.id], "orders": orders.get(lot.id, (0, 0))[0], "disputed": orders.get(lot.id, (0, 0))[1],
                "at": now.isoformat(),
            }
            for lot in page if figures[lot.id].out > 0 or bad[lot.id]
        ]  # fmt: skip
        news += push_signals(kind=Signal.LOTS, rows=rows, now=now) if rows else 0
    return news


def _count_orders(now: dt.datetime) -> dict[int, tuple[int, int]]:
    """Of batches of suppliers within limits: orders, and those that were complained about; an order counts once, where it began."""
    lots = list_lots().select_related(None).filter(created_at__gt=now - LOOK_BACK, withdrawn=False)
    suppliers = list(lots.order_by().values_list("supplier_id", flat=True).distinct())
    limited = [pk for pk, standing in list_supply_standings(suppliers).items() if standing.limited] if suppliers else []
    if not limited:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ORDERS, [list(lots.filter(supplier_id__in=limited).values_list("pk", flat=True))])
        return {lot: (orders, disputed) for lot, orders, disputed in cursor.fetchall()}


def _list_bad(since: dt.datetime) -> set[uuid.UUID]:
    """Codes that the merchant replaced, or gave the money back for after a complaint."""
    replaced = ReplacedCode.objects.filter(at__gt=since).values_list("code_id", flat=True)
    complaints = AbnormalCase.objects.filter(
        reason=CaseReason.CODE_REPORTED, outcome=CaseOutcome.REFUNDED, closed_at__gt=since, code_id__isnull=False
    )
    return {*replaced, *(code_id for code_id in complaints.values_list("code_id", flat=True) if code_id)}


def _places(code_ids: set[uuid.UUID]) -> list[tuple[int, int]]:
    """Where they stand in batches; shared and generated codes stand in none."""
    tenant_id = current_tenant().id
    found = (place_of(tenant_id, code_id) for code_id in code_ids)
    return [place for place in found if place is not None]
