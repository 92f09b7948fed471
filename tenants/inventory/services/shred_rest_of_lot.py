from __future__ import annotations

import datetime as dt

from django.db import connection

from tenants.inventory.models import Lot

# What was issued, or a checkout still holds, ends with that.
SHRED = """
UPDATE inventory_cardcode c SET sealed = ''
WHERE c.lot_id = %(lot)s AND c.position > %(after)s AND c.position <= %(upto)s AND c.sealed <> '' AND NOT EXISTS (
    SELECT 1 FROM inventory_allocation a
    WHERE int8range((a.lot_id << 32) + lower(a.span), (a.lot_id << 32) + upper(a.span)) @> ((c.lot_id << 32) + c.position)
)
"""


def shred_rest_of_lot(*, lot: Lot, most: int, now: dt.datetime) -> int:
    """Destroy what the next unsold codes of a locked batch say that is not sold any more, in the caller's transaction.

    Args:
        most: so many places are gone through.

    Returns:
        How many codes; none that were shredded before.
    """
    upto = min(lot.shredded + most, lot.size)
    with connection.cursor() as cursor:
        cursor.execute(SHRED, {"lot": lot.id, "after": lot.shredded, "upto": upto})
        done: int = cursor.rowcount
    lot.shredded, lot.shredded_at = upto, now
    lot.save(update_fields=["shredded", "shredded_at"])
    return done
