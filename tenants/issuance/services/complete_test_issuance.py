from __future__ import annotations

import datetime as dt
import uuid

from platform_core.tenancy.context import current_tenant
from tenants.inventory.errors import NotInTestMode
from tenants.inventory.selectors import list_skus_awaited_by
from tenants.inventory.services.restock_waited import restock_waited
from tenants.issuance.enums import IssuanceStatus
from tenants.issuance.errors import IssuanceNotWaiting
from tenants.issuance.selectors import get_issuance
from tenants.issuance.services.fill_backorders import fill_backorders


def complete_test_issuance(*, issuance_id: uuid.UUID, now: dt.datetime) -> None:
    """Let the codes arrive that an issuance of a test shop waits for. Who waits for the same SKU gets his too: the queue is one.

    Raises:
        RecordNotFound, NotInTestMode
        IssuanceNotWaiting: it is over, without all of its codes.
    """
    if current_tenant().livemode:
        raise NotInTestMode
    status = get_issuance(issuance_id).status
    if status == IssuanceStatus.COMPLETED:
        return
    awaited = list_skus_awaited_by(issuance_id)
    if not awaited:
        raise IssuanceNotWaiting(current_state=status)
    for sku_id in awaited:
        restock_waited(sku_id=sku_id, now=now)
    fill_backorders(now=now)
