from __future__ import annotations

import datetime as dt
import uuid

from tenants.inventory.models import SupplierContract


def add_contract(*, supplier_id: uuid.UUID, name: str, now: dt.datetime, contact: str = "") -> SupplierContract:
    """Note that this merchant buys codes from a registered supplier."""
    return SupplierContract.objects.create(supplier_id=supplier_id, name=name, contact=contact, created_at=now)
