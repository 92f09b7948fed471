from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from webhooks.enums import DeliveryStatus
from webhooks.models import Delivery

TAKE = """
WITH taken AS (
    DELETE FROM public.events_outboxentry WHERE event_id IN (
        SELECT event_id FROM public.events_outboxentry ORDER BY event_id LIMIT %s FOR UPDATE SKIP LOCKED
    ) RETURNING event_id, url, version
)
SELECT e.id, e.tenant_role, e.object_id, e.type, t.url, t.version
FROM taken t JOIN public.events_event e ON e.id = t.event_id ORDER BY e.id
"""
AT_ONCE = 1_000


def fan_out_events(*, now: dt.datetime, limit: int = AT_ONCE) -> int:
    """Turn events that somebody is to be told of into deliveries, each once, the oldest events first.

    An entry is found whenever it commits, so none is passed over; whoever is killed leaves the entry or the delivery.

    Returns:
        How many deliveries were made.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(TAKE, [limit])
            taken = cursor.fetchall()
        made = [
            Delivery(
                tenant_role=role,
                event_id=event_id,
                target=Delivery.ORDER,
                object_id=object_id,
                event_type=event_type,
                url=url,
                version=version,
                status=DeliveryStatus.PENDING,
                due_at=now,
                created_at=now,
            )
            for event_id, role, object_id, event_type, url, version in taken
        ]
        if made:
            Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
