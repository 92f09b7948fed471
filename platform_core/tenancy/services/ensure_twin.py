from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.create_tenant import create_tenant


def ensure_twin(*, live: TenantRef, now: dt.datetime) -> TenantRef:
    """The test twin of a live tenant, made on first use. Racing first calls end with the same one."""
    found = directory.find_twin(live)
    if found is not None:
        return found
    with platform_context():
        try:
            with transaction.atomic():
                get_tenant_locked(live.id)  # one maker at a time
                if not Tenant.objects.filter(live_tenant_id=live.id).exists():
                    create_tenant(
                        name=live.name,
                        slug=None,
                        preset=live.preset,
                        positioning=live.positioning,
                        live=live,
                        now=now,
                    )
        except IntegrityError:
            pass  # somebody else was first
    directory.forget(live.id)
    directory.forget()
    twin = directory.find_twin(live)
    assert twin is not None
    return twin
