from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.customers.errors import BlockRefused
from tenants.customers.locks import lock_person
from tenants.customers.selectors import list_blocks_of


def lift_block(*, contact_hash: bytes, buyer_id: uuid.UUID | None, actor: str, now: dt.datetime) -> None:
    """Let a person in again; that they were kept out stays on record.

    Raises:
        BlockRefused: they are not kept out.
    """
    with transaction.atomic():
        lock_person(contact_hash, buyer_id)
        lifted = list_blocks_of(contact_hash, buyer_id).filter(lifted_at=None)
        if not lifted.update(lifted_at=now, lifted_by=actor[:254]):
            raise BlockRefused(reason="not_blocked")
