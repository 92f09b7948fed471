from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct, SupplyState
from platform_core.compliance.lifecycle import OPERATOR, Act
from platform_core.compliance.listed_identities import is_listed_exactly
from platform_core.compliance.locks import get_link_locked, get_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier


def vouch_supplier(*, link_id: uuid.UUID, reason: str, now: dt.datetime) -> Supplier:
    """The operator's word stands for a review: the supplier of this link counts as active and qualified, and is marked as vouched for.

    Args:
        link_id: what the merchant holds.

    Raises:
        RecordNotFound
        SupplierActRefused: it is restricted, or by its number or person one that is blacklisted (X2); that takes an appeal.
    """
    with transaction.atomic():
        link = get_link_locked(link_id)
        if link.supplier_id is None:
            supplier = Supplier.objects.create(name=link.name, created_at=now, changed_at=now)
            link.supplier = supplier
        else:
            supplier = get_supplier_locked(link.supplier_id)
        link.state, link.decided_at, link.decided_by = SupplyState.ACCEPTED, now, OPERATOR.email
        link.save(update_fields=["supplier", "state", "decided_at", "decided_by"])
        facts = {"listed": is_listed_exactly([supplier, link])}
        return advance_supplier(supplier=supplier, act=Act(SupplierAct.VOUCH, OPERATOR, now, reason, facts=facts))
