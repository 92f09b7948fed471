"""Hours in which the API answered and the request log says nothing."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection

from platform_core.kernel.ids import first_id_at

HOUR: Final = dt.timedelta(hours=1)
LOOKED_BACK: Final = 24  # hours; what came with an Idempotency-Key is remembered for much longer
SLACK: Final = dt.timedelta(minutes=15)  # entries are written in batches, with the id of when the request came
DID = "SELECT EXISTS (SELECT 1 FROM access_idempotencyrecord WHERE created_at >= %s AND created_at < %s)"
SAID = "SELECT EXISTS (SELECT 1 FROM access_requestlogentry WHERE id >= %s AND id < %s)"


def find_request_gap(now: dt.datetime) -> dt.datetime | None:
    """Since when the log of the current shop is silent about an hour in which a request did something; None: it is not.

    A few entries may be lost with a server's last moments; that all of an hour are means that nothing is written.

    Args:
        now: by the clock on the wall.
    """
    top = (
        now.replace(minute=0, second=0, microsecond=0) - HOUR
    )  # the hour that runs, and the one before, may still be written
    with connection.cursor() as cursor:
        for back in range(LOOKED_BACK, 0, -1):
            first = top - back * HOUR
            cursor.execute(DID, [first, first + HOUR])
            if not cursor.fetchone()[0]:
                continue
            cursor.execute(SAID, [first_id_at(first - SLACK), first_id_at(first + HOUR + SLACK)])
            if not cursor.fetchone()[0]:
                return first
    return None
