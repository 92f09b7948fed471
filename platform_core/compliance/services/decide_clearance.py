from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import Clearance
from platform_core.compliance.locks import find_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.events.catalogue import SupplierCleared, SupplierSuspended
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id


def decide_clearance(
    *, supplier_id: uuid.UUID, clearance: Clearance, by: str, reason: str, now: dt.datetime, vouched: bool = False
) -> Supplier:
    """Clear or suspend a supplier, with effect on the very next sale in every shop.

    Args:
        by: e-mail address of the member of staff, or "operator" for the operator's word.
        reason: shown to the merchants it concerns.
        vouched: the operator vouches for it instead of a review.

    Raises:
        RecordNotFound: no such supplier.
    """
    with transaction.atomic():
        supplier = find_supplier_locked(supplier_id)
        if supplier is None:
            raise RecordNotFound(id=str(supplier_id))
        supplier.clearance = clearance
        supplier.reason = reason
        supplier.decided_by = by
        supplier.decided_at = now
        supplier.vouched = vouched
        supplier.save()
        outside = public_id("sup", supplier.id)
        event = (
            SupplierCleared(id=outside, by=by, vouched=vouched)
            if clearance == Clearance.CLEARED
            else SupplierSuspended(id=outside, by=by, reason=reason)
        )
        publish_event(event, object_id=outside, now=now)
    return supplier
