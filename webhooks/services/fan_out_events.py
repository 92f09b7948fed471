from __future__ import annotations

import datetime as dt

from django.db import connection

AT_ONCE = 1_000

# One statement, so that whoever is killed leaves the entries or the deliveries, never neither. The entries are picked into an
# array: the outbox is mostly empty, and a plan made for an empty table would pick them anew for every row.
FAN_OUT = """
WITH taken AS (
    DELETE FROM public.events_outboxentry WHERE event_id = ANY (ARRAY(
        SELECT event_id FROM public.events_outboxentry ORDER BY event_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
    )) RETURNING event_id, url, version
), found AS (
    SELECT e.id, e.tenant_role, e.object_id, e.type, e.payload, t.url, t.version
    FROM taken t JOIN public.events_event e ON e.id = t.event_id
), target AS (
    SELECT id, tenant_role, object_id, type, 'order' AS target, public.webhook_lane_of(tenant_role, url) AS lane,
           NULL::uuid AS endpoint_id, url, version
    FROM found WHERE url <> ''
    UNION ALL
    SELECT f.id, f.tenant_role, f.object_id, f.type, p.id::text, p.id, p.id, '', ''
    FROM found f JOIN public.webhooks_endpoint p ON p.tenant_role = f.tenant_role
    WHERE p.deleted_at IS NULL AND p.status <> 'disabled'
      AND public.webhook_matches(p.event_types, p.content_filter, f.type, f.payload)
)
INSERT INTO public.webhooks_delivery (id, tenant_role, event_id, target, lane, endpoint_id, object_id, event_type, url, version,
                                      status, attempts, attempts_before, due_at, created_at)
SELECT public.webhook_new_id(), tenant_role, id, target, lane, endpoint_id, object_id, type, url, version,
       'pending', 0, 0, %(now)s, %(now)s
FROM target ORDER BY id
ON CONFLICT DO NOTHING
"""


def fan_out_events(*, now: dt.datetime, limit: int = AT_ONCE) -> int:
    """Turn events that somebody is to be told of into deliveries, one for each receiver, the oldest events first.

    An entry is found whenever it commits, so none is passed over. An entry whose event nobody wants after all is gone then.

    Returns:
        How many deliveries were made.
    """
    with connection.cursor() as cursor:
        cursor.execute(FAN_OUT, {"limit": limit, "now": now})
        return int(cursor.rowcount)
