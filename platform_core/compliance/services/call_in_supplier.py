from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.remind_supply_due import remind_supply_due


def call_in_supplier(
    *, supplier_id: uuid.UUID, actor: Actor, reason: str, due_at: dt.datetime, now: dt.datetime
) -> Supplier:
    """A supplier is to be verified again sooner than its time (X12); its shops are told why and by when.

    Args:
        reason: told to the merchants; it names no other shop.
        due_at: by when; from then on nothing new of it gets into stock. What is in stock is sold on.

    Raises:
        RecordNotFound
        SupplierActRefused
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        supplier.due_note, supplier.reminded_days = reason.strip()[:1000], None
        act = Act(SupplierAct.CALL_IN, actor, now, reason.strip(), facts={"due_at": due_at})
        advance_supplier(supplier=supplier, act=act)
        remind_supply_due(supplier=supplier, now=now)
        return supplier
