from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.events.catalogue import CodeRevealed
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.inventory.selectors import IssuedCode, list_issued_codes
from tenants.issuance.models import Reveal


def reveal_codes(
    *,
    issuance_id: uuid.UUID,
    line_ids: Sequence[uuid.UUID],
    actor: str,
    ip: str | None,
    offset: int,
    limit: int,
    now: dt.datetime,
) -> list[IssuedCode]:
    """Open codes of an issuance. Who saw how many, when, from where is committed before a code leaves.

    Returns:
        Codes ``offset`` to ``offset + limit`` in issue order.
    """
    with transaction.atomic():
        codes = list(list_issued_codes(line_ids, offset=offset, limit=limit))
        if codes:
            reveal = Reveal.objects.create(
                issuance_id=issuance_id, actor=actor, ip=ip, first=offset, count=len(codes), at=now
            )
            outside = public_id("iss", issuance_id)
            publish_event(
                CodeRevealed(id=public_id("rev", reveal.id), issuance=outside, count=len(codes), actor=actor),
                object_id=outside,
                now=now,
            )
    return codes
