from __future__ import annotations

import uuid

from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Domain


def drop_domain(*, tenant_id: uuid.UUID, domain: str) -> None:
    """Stop routing a shop's own domain, in the platform's context and the caller's transaction. Its address on this platform
    takes over where it was the main one.
    """
    get_tenant_locked(tenant_id)
    row = Domain.objects.filter(tenant_id=tenant_id, domain=domain).first()
    if row is None:
        return
    row.delete()
    if row.is_primary:
        first = Domain.objects.filter(tenant_id=tenant_id).order_by("id").first()
        if first is not None:
            first.is_primary = True
            first.save(update_fields=["is_primary"])
