from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct, SupplyState
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier, SupplyLink
from platform_core.compliance.services.advance_supplier import advance_supplier


def offboard_supplier(*, supplier_id: uuid.UUID, actor: Actor, reason: str, now: dt.datetime) -> Supplier:
    """It supplies nobody any more: nothing of it is sold, and its file is kept as long as the law asks.

    Raises:
        RecordNotFound
        SupplierActRefused: it is restricted: one does not leave out of a restriction.
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        advance_supplier(supplier=supplier, act=Act(SupplierAct.OFFBOARD, actor, now, reason.strip()))
        SupplyLink.objects.filter(supplier=supplier).update(state=SupplyState.ENDED, decided_at=now)
        return supplier
