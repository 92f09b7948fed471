from __future__ import annotations

import datetime as dt
import uuid

from tenants.customers.errors import BlockRefused
from tenants.customers.models import Block
from tenants.customers.selectors import find_block
from tenants.customers.services.end_log_ins import end_log_ins


def block_contact(
    *, contact_hash: bytes, buyer_id: uuid.UUID | None, reason: str, actor: str, now: dt.datetime
) -> Block:
    """Keep a person out, and log them out everywhere. In the caller's transaction, which holds ``lock_person``.

    Raises:
        BlockRefused: they are kept out already.
    """
    if find_block(contact_hash, buyer_id) is not None:
        raise BlockRefused(reason="blocked")
    if buyer_id is not None:
        end_log_ins(buyer_id=buyer_id)
    return Block.objects.create(
        contact_hash=contact_hash, buyer_id=buyer_id, reason=reason[:200], blocked_by=actor[:254], blocked_at=now
    )
