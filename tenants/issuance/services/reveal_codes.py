from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.kernel.transactions import pipelined
from tenants.inventory.selectors import IssuedCode, list_issued_codes

INSERT_REVEAL = """
INSERT INTO issuance_reveal (id, issuance_id, actor, ip, first, count, at) VALUES (%s, %s, %s, %s::inet, %s, %s, %s)
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
    total: int | None = None,
) -> list[IssuedCode]:
    """Open codes of an issuance. Who saw how many, when, from where is committed before a code leaves.

    Inside a caller's transaction it becomes part of that one.

    Args:
        total: how many codes the lines have, where it is known.

    Returns:
        Codes ``offset`` to ``offset + limit`` in issue order.
    """
    with transaction.atomic(savepoint=False), pipelined():
        codes = list(list_issued_codes(line_ids, offset=offset, limit=limit, total=total))
        if codes:
            reveal_id = new_id()
            with connection.cursor() as cursor:
                cursor.execute(INSERT_REVEAL, [reveal_id, issuance_id, actor, ip, offset, len(codes), now])
            outside = public_id("iss", issuance_id)
            publish_event(
                CodeRevealed(id=public_id("rev", reveal_id), issuance=outside, count=len(codes), actor=actor),
                object_id=outside,
                now=now,
            )
    return codes
