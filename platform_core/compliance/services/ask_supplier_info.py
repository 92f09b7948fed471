from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct, SupplyState
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.services.advance_supplier import advance_supplier


def ask_supplier_info(*, supplier_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> Supplier:
    """Something is missing or does not fit: the merchants who handed it in may edit it again and see what is asked for.

    Args:
        note: told to the merchants.

    Raises:
        RecordNotFound
        SupplierActRefused
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        advance_supplier(supplier=supplier, act=Act(SupplierAct.ASK_INFO, actor, now, note.strip()))
        SupplyLink.objects.filter(supplier=supplier, state=SupplyState.SUBMITTED).update(
            state=SupplyState.NEEDS_INFO, note=note.strip()[:1000], decided_at=now, decided_by=actor.email
        )
        return supplier
