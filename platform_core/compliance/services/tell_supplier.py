from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import Clearance
from platform_core.compliance.locks import get_link_locked
from platform_core.compliance.models import SupplyLink
from platform_core.compliance.selectors import find_clearances, list_supply_standings
from platform_core.events.catalogue import SupplierCleared, SupplierSuspended
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context


def tell_supplier(*, supplier_id: uuid.UUID, now: dt.datetime) -> int:
    """Tell the shops that a supplier supplies whether they may sell its codes, where that changed since they were told last.

    Each shop hears of its own link alone, in its own words' place: who else is concerned it does not learn.

    Returns:
        How many shops were told.
    """
    with platform_context():
        links = list(SupplyLink.objects.filter(supplier_id=supplier_id).values_list("id", "tenant_role"))
    told = 0
    for link_id, tenant_role in links:
        with platform_context(), transaction.atomic():
            link = get_link_locked(link_id)
            tenant = directory.find_by_role(tenant_role)
            clearance = find_clearances([link_id])[link_id]
            if tenant is None or link.told == clearance:
                continue
            link.told = clearance
            link.save(update_fields=["told"])
            with tenant_context(tenant):
                _publish(link_id, clearance, now)
            told += 1
    return told


def _publish(link_id: uuid.UUID, clearance: str, now: dt.datetime) -> None:
    outside, standing = public_id("sup", link_id), list_supply_standings([link_id])[link_id]
    if clearance == Clearance.CLEARED:
        cleared = SupplierCleared(id=outside, by="platform", vouched=standing.vouched)
        publish_event(cleared, object_id=outside, now=now)
    elif clearance == Clearance.SUSPENDED:
        suspended = SupplierSuspended(id=outside, by="platform", reason=standing.reason or "")
        publish_event(suspended, object_id=outside, now=now)
