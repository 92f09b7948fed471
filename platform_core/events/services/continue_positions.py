from __future__ import annotations

from django.db import connection, transaction
from psycopg import sql

# Positions of committed events are below the next transaction's, unless this server's numbers began anew.
BEHIND = """
WITH RECURSIVE roles (role) AS (
    (SELECT tenant_role COLLATE "C" FROM public.events_event ORDER BY tenant_role COLLATE "C" LIMIT 1)
    UNION ALL
    SELECT (SELECT tenant_role COLLATE "C" FROM public.events_event
            WHERE tenant_role COLLATE "C" > role ORDER BY tenant_role COLLATE "C" LIMIT 1)
    FROM roles WHERE role IS NOT NULL
), highest AS (
    SELECT max((SELECT position FROM public.events_event WHERE tenant_role COLLATE "C" = role
                ORDER BY position DESC LIMIT 1)) AS position
    FROM roles
)
SELECT position + 1 - pg_snapshot_xmax(pg_current_snapshot())::text::bigint
FROM highest WHERE position >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + public.event_shift()
"""
REPLACE = """
CREATE OR REPLACE FUNCTION public.event_shift() RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT {}::bigint'
"""


def continue_positions() -> int | None:
    """After a dump was restored into another server: let new events stand behind the restored ones. Run as the owner.

    A server counts its transactions from its own beginning. Without this, new events would stand before old ones, and
    whoever follows them would not see them for as long as the counter takes to catch up. Nothing is done otherwise.

    Returns:
        What is added to the server's numbers from now on; None: it stays as it was.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BEHIND)
        row = cursor.fetchone()
        if row is None:
            return None
        shift = int(row[0])
        cursor.execute(sql.SQL(REPLACE).format(sql.Literal(shift)).as_string())
    return shift
