from __future__ import annotations

import datetime as dt
import os

from platform_core.kernel.sealing import keystore, seal
from platform_core.tenancy.reference import TenantRef
from tenants.inventory.models import DataKey


def create_data_key(*, tenant: TenantRef, now: dt.datetime) -> DataKey:
    """Make the next data key that seals this tenant's codes, wrapped by the tenant's key. A provisioning step."""
    newest = DataKey.objects.order_by("-id").values_list("id", flat=True).first() or 0
    number = newest + 1
    wrapped = seal(keystore().get(tenant.id), os.urandom(32), tenant.id.bytes + number.to_bytes(2, "big"))
    return DataKey.objects.create(id=number, wrapped=wrapped, created_at=now)
