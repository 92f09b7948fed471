from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection

# The rows stay, with their fingerprints: a code that was sold once is known if it is imported again.
SHRED = """
WITH single AS (
    UPDATE inventory_cardcode c SET sealed = ''
    FROM inventory_allocation a
    WHERE a.owner_id = ANY(%(lines)s) AND a.kind = 2 AND c.lot_id = a.lot_id
      AND c.position >= lower(a.span) AND c.position < upper(a.span) AND c.sealed <> ''
    RETURNING 1
), generated AS (
    UPDATE inventory_generatedcode SET sealed = '' WHERE owner_id = ANY(%(lines)s) AND sealed <> '' RETURNING 1
)
SELECT (SELECT count(*) FROM single) + (SELECT count(*) FROM generated)
"""


def shred_codes_of(*, line_ids: Sequence[uuid.UUID]) -> int:
    """Destroy what codes of issue lines say, in the caller's transaction. Shared codes are sold on, and stay.

    Returns:
        How many codes; none that were shredded before.
    """
    with connection.cursor() as cursor:
        cursor.execute(SHRED, {"lines": list(line_ids)})
        return int(cursor.fetchone()[0])
