from __future__ import annotations

import uuid

from platform_core.compliance.models import Supplier


def find_supplier_locked(supplier_id: uuid.UUID) -> Supplier | None:
    """Lock a supplier: decisions about it come one after the other. None: no such supplier."""
    return Supplier.objects.select_for_update().filter(pk=supplier_id).first()
