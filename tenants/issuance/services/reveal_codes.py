from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.draft_event import draft_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.kernel.transactions import pipelined
from tenants.inventory.selectors import IssuedCode, list_issued_codes

RECORD = "SELECT record_reveal(%s, %s, %s, %s, %s, %s, %s, %s)"


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
            outside = public_id("iss", issuance_id)
            seen = CodeRevealed(id=public_id("rev", reveal_id), issuance=outside, count=len(codes), actor=actor)
            event = draft_event(seen, object_id=outside)
            with connection.cursor() as cursor:
                cursor.execute(RECORD, [reveal_id, issuance_id, actor, ip, offset, len(codes), event, now])
    return codes
