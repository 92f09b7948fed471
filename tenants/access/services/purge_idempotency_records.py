from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.kernel.clock import on_the_wall

KEPT = dt.timedelta(days=30)  # published with the Idempotency-Key header
SLICE, SLICES = 2_000, 50
# Rows lie in the order of their time: the block-range index finds the old ones, and costs a new record nothing.
DELETE = """
DELETE FROM access_idempotencyrecord WHERE ctid IN (
    SELECT ctid FROM access_idempotencyrecord WHERE created_at < %s LIMIT %s
)
"""


def purge_idempotency_records(*, now: dt.datetime) -> int:
    """Forget Idempotency-Keys older than ``KEPT``, in slices that hold nobody up; ``external_id`` holds for ever.

    Returns:
        How many were forgotten.
    """
    before, deleted = on_the_wall(now) - KEPT, 0
    for _ in range(SLICES):
        with connection.cursor() as cursor:
            cursor.execute(DELETE, [before, SLICE])
            deleted += cursor.rowcount
            if cursor.rowcount < SLICE:
                break
    return deleted
