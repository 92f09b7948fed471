from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.signal_selectors import get_orders_of_supplier


def activate_supplier(*, supplier_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> Supplier:
    """Lift the limits of a supplier that sold for 30 days, a hundred orders in all shops, with disputes below one in a hundred.

    Args:
        actor: a reviewer; what the shops counted is looked up here, and stands in the history.

    Raises:
        RecordNotFound
        SupplierActRefused: ``too_early``, ``too_few_orders``, ``too_many_disputes``, or it does not sell within limits.
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        orders, disputed = get_orders_of_supplier(supplier.id)
        facts = {"orders": orders, "disputed": disputed}
        return advance_supplier(supplier=supplier, act=Act(SupplierAct.ACTIVATE, actor, now, note.strip(), facts=facts))
