from __future__ import annotations

import uuid

from django.db import connection

from tenants.inventory.errors import ReservationGone
from tenants.inventory.services.claim_codes import Claimed

CONVERT = """
WITH held AS (
    UPDATE inventory_reservation SET state = 'converted' WHERE id = %(reservation)s AND state = 'held'
    RETURNING id, quantity
), moved AS (
    UPDATE inventory_allocation a SET owner_id = %(line)s, kind = 2 FROM held
    WHERE a.owner_id = held.id AND a.kind = 1
    RETURNING a.lot_id, upper(a.span) - lower(a.span) AS count
), shared AS (
    UPDATE inventory_shareduse u SET owner_id = %(line)s FROM held WHERE u.owner_id = held.id RETURNING u.count
)
SELECT held.quantity,
       (SELECT coalesce(sum(count), 0) FROM moved) + (SELECT coalesce(sum(count), 0) FROM shared),
       (SELECT coalesce(sum(m.count * l.unit_cost), 0) FROM moved m JOIN inventory_lot l ON l.id = m.lot_id)
FROM held
"""


def convert_reservation(*, reservation_id: uuid.UUID, line_id: uuid.UUID) -> Claimed:
    """Turn held codes into issued ones of an issue line, inside the caller's transaction.

    A hold that is past its time but not yet released still converts: the codes are still there.

    Raises:
        ReservationGone: it was released (or converted) before.
    """
    with connection.cursor() as cursor:
        cursor.execute(CONVERT, {"reservation": reservation_id, "line": line_id})
        row = cursor.fetchone()
    if row is None or row[0] != row[1]:
        raise ReservationGone(reservation=str(reservation_id))
    return Claimed(int(row[1]), int(row[2]))
