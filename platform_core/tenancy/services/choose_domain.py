from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Domain
from platform_core.tenancy.reference import TenantRef


def choose_domain(*, tenant: TenantRef, domain_id: uuid.UUID) -> Domain:
    """Make one of a shop's routed domains its main one: links are built with it, the others lead there.

    Raises:
        RecordNotFound: this shop has no such domain.
    """
    with platform_context(), transaction.atomic():
        get_tenant_locked(tenant.id)
        chosen = Domain.objects.filter(pk=domain_id, tenant_id=tenant.id).first()
        if chosen is None:
            raise RecordNotFound(id=str(domain_id))
        Domain.objects.filter(tenant_id=tenant.id, is_primary=True).update(is_primary=False)
        chosen.is_primary = True
        chosen.save(update_fields=["is_primary"])
    directory.forget()
    return chosen
