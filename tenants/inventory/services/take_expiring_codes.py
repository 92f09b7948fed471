from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import connection

from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import Notice
from tenants.inventory.opening import code_uuid
from tenants.inventory.selectors import list_codes
from tenants.inventory.stored import StoredCode

# Who is first marks; who comes at the same time passes by what is locked and finds the rest.
MARK_GENERATED = """
WITH due AS (
    SELECT id FROM inventory_generatedcode
    WHERE told < 2 AND told = ANY (ARRAY[0, %(notice)s::integer - 1]) AND expires_on BETWEEN %(first)s AND %(last)s
    ORDER BY told, expires_on LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE inventory_generatedcode g SET told = %(notice)s FROM due WHERE g.id = due.id
RETURNING g.id, g.created_at < (g.expires_on - %(days)s::integer)::timestamp AT TIME ZONE %(zone)s::text
"""
# Of lots, stretches of positions in their order; a lot of which nothing more was issued is done at once.
MARK_SOON = """
WITH due AS (
    SELECT id, told_soon AS since FROM inventory_lot
    WHERE expires_on BETWEEN %(first)s AND %(last)s AND told_over < size AND told_soon < size
    ORDER BY expires_on LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE inventory_lot l SET told_soon = CASE WHEN EXISTS (
    SELECT 1 FROM inventory_allocation a WHERE a.kind = 2
    AND int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range((l.id << 32) + due.since + 1, (l.id << 32) + l.size + 1)
) THEN least(l.size, due.since + %(limit)s::integer) ELSE l.size END
FROM due WHERE l.id = due.id RETURNING l.id, due.since, l.told_soon
"""
MARK_OVER = """
WITH due AS (
    SELECT id, told_over AS since FROM inventory_lot
    WHERE expires_on BETWEEN %(first)s AND %(last)s AND told_over < size
    ORDER BY expires_on LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE inventory_lot l SET told_over = CASE WHEN EXISTS (
    SELECT 1 FROM inventory_allocation a WHERE a.kind = 2
    AND int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range((l.id << 32) + due.since + 1, (l.id << 32) + l.size + 1)
) THEN least(l.size, due.since + %(limit)s::integer) ELSE l.size END
FROM due WHERE l.id = due.id RETURNING l.id, due.since, l.told_over
"""
ISSUED = """
SELECT position, a.created_at < (l.expires_on - %(days)s::integer)::timestamp AT TIME ZONE %(zone)s::text
FROM inventory_lot l JOIN inventory_allocation a ON a.kind = 2
    AND int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span))
        && int8range((l.id << 32) + %(since)s::integer + 1, (l.id << 32) + %(upto)s::integer + 1)
CROSS JOIN LATERAL generate_series(greatest(lower(a.span), %(since)s::integer + 1), least(upper(a.span) - 1, %(upto)s::integer)) AS position
WHERE l.id = %(lot)s ORDER BY position
"""


def take_expiring_codes(
    *, notice: Notice, first: dt.date, last: dt.date, days: int, limit: int
) -> list[StoredCode] | None:
    """Issued codes of which it is to be told, once, that their last day comes or is over; in the caller's transaction.

    Args:
        first, last: where the last day lies, both counting in, in the shop's calendar.
        days: what was issued less than so many days before its last day is passed by; 0: nothing is.
        limit: of codes looked at.

    Returns:
        The next ones, perhaps none of what was looked at; None: there is nothing more to look at.
    """
    zone = current_tenant().time_zone
    asked = {"notice": notice.value, "first": first, "last": last, "days": days, "limit": limit, "zone": zone}
    found = _generated(asked) or _in_lots(MARK_SOON if notice == Notice.SOON else MARK_OVER, asked)
    if found is None:
        return None
    return list_codes([code_id for code_id, early in found if early or not days])


def _generated(asked: dict[str, Any]) -> list[tuple[uuid.UUID, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(MARK_GENERATED, asked)
        return list(cursor.fetchall())


def _in_lots(mark: str, asked: dict[str, Any]) -> list[tuple[uuid.UUID, bool]] | None:
    with connection.cursor() as cursor:
        cursor.execute(mark, asked)
        row = cursor.fetchone()
        if row is None:
            return None
        lot, since, upto = row
        cursor.execute(ISSUED, {**asked, "lot": lot, "since": since, "upto": upto})
        tenant_id = current_tenant().id
        return [(code_uuid(tenant_id, lot, position), early) for position, early in cursor.fetchall()]
