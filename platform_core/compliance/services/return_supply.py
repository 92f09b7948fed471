from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct, SupplyState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_link_locked
from platform_core.compliance.models import SupplyLink


def return_supply(*, link_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> SupplyLink:
    """Hand one merchant's word of a supplier back to it: what it told or handed in does not do. Other merchants are not touched.

    Args:
        note: told to the merchant; needed.

    Raises:
        RecordNotFound
        SupplierActRefused: it is not waiting, or nothing was said.
    """
    with transaction.atomic():
        link = get_link_locked(link_id)
        if link.state != SupplyState.SUBMITTED:
            raise SupplierActRefused(act=SupplierAct.ASK_INFO, state=link.state, reason="state")
        if not note.strip():
            raise SupplierActRefused(act=SupplierAct.ASK_INFO, state=link.state, reason="reason")
        link.state, link.note = SupplyState.NEEDS_INFO, note.strip()[:1000]
        link.decided_at, link.decided_by = now, actor.email
        link.save(update_fields=["state", "note", "decided_at", "decided_by"])
        return link
