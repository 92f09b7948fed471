from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg.pq import Format

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.draft_event import draft_event
from platform_core.events.services.wake_fan_out import wake_fan_out
from platform_core.kernel.ids import new_id, public_id
from platform_core.kernel.transactions import in_transaction
from tenants.inventory.opening import IssuedCode, SealedRow, open_codes
from tenants.issuance.reveal_limits import within_reveal_limits

REVEAL = """
SELECT line, sku_id, lot_id, position, shared_id, expires_on, fingerprint, sealed
FROM reveal_codes(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def reveal_codes(
    *,
    issuance_id: uuid.UUID,
    line_ids: Sequence[uuid.UUID],
    actor: str,
    ip: str | None,
    offset: int,
    limit: int,
    now: dt.datetime,
    counted: bool = False,
) -> list[IssuedCode]:
    """Open codes of an issuance. Who saw how many, when, from where is committed before a code leaves.

    One statement, which is a transaction by itself; inside a caller's transaction it becomes part of that one.

    Args:
        counted: the look counts against the ``reveal_limit`` of products: it is the shop's own system that reads, through the
            API, and not a buyer.

    Returns:
        Codes ``offset`` to ``offset + limit`` in issue order.

    Raises:
        SealBroken: a row was tampered with.
        RevealExhausted: one of them was read as often as it may be; none is shown.
        CodesNotKept: they were shredded.
    """
    reveal_id, outside = new_id(), public_id("iss", issuance_id)
    seen = CodeRevealed(
        id=public_id("rev", reveal_id), issuance=outside, count=0, actor=actor
    )  # counted by the database
    event = draft_event(seen, object_id=outside)
    values: list[Any] = [reveal_id, issuance_id, list(line_ids), offset, limit, actor, ip, event, now, counted]

    def look() -> list[SealedRow]:
        with within_reveal_limits(), connection.cursor() as cursor:
            cursor.cursor.format = Format.BINARY  # bytes as they are, not as hexadecimal digits
            cursor.execute(REVEAL, values)
            return list(cursor.fetchall())

    # Two looks at some of the same codes may meet crosswise; a refusal leaves a caller's transaction as it was.
    rows = in_transaction(look, one_statement=True)
    wake_fan_out()
    return open_codes(rows, line_ids)
