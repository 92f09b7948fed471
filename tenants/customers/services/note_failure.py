from __future__ import annotations

import datetime as dt

from django.db import connection

from tenants.customers.selectors import WINDOW

COUNT = """
INSERT INTO customers_failedlogin AS f (contact_hash, failures, since) VALUES (%s, 1, %s)
ON CONFLICT (contact_hash) DO UPDATE SET
    failures = CASE WHEN f.since > %s THEN f.failures + 1 ELSE 1 END,
    since = CASE WHEN f.since > %s THEN f.since ELSE excluded.since END
RETURNING failures
"""


def note_failure(*, contact_hash: bytes, now: dt.datetime) -> int:
    """Count a failure with a contact, whether or not an account has it: the same statement either way.

    Returns:
        How many there were within the hour, this one included.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [contact_hash, now, now - WINDOW, now - WINDOW])
        [failures] = cursor.fetchone()
    return int(failures)
