from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import DomainState
from platform_core.tenancy.locks import get_claim_locked
from platform_core.tenancy.models import DomainClaim
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.drop_domain import drop_domain


def remove_domain(*, tenant: TenantRef, claim_id: uuid.UUID) -> None:
    """Give a domain up: it answers no more, and whoever claims it again needs a new proof.

    Raises:
        RecordNotFound: this shop has no such domain.
    """
    with platform_context(), transaction.atomic():
        if not DomainClaim.objects.filter(pk=claim_id, tenant_id=tenant.id).exists():
            raise RecordNotFound(id=str(claim_id))
        claim = get_claim_locked(claim_id)
        if claim.state == DomainState.REMOVED:
            return
        drop_domain(tenant_id=tenant.id, domain=claim.domain)
        claim.state = DomainState.REMOVED
        claim.save(update_fields=["state"])
    directory.forget()
