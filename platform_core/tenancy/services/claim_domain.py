from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from django.db import transaction

from platform_core.entitlements.enums import Limit
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.domain_names import read_domain
from platform_core.tenancy.enums import DomainState
from platform_core.tenancy.errors import DomainRefused
from platform_core.tenancy.locks import get_tenant_locked
from platform_core.tenancy.models import Domain, DomainClaim
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.check_room import check_room

MOST: Final = 20  # of one shop


def claim_domain(*, tenant: TenantRef, domain: str, now: dt.datetime) -> DomainClaim:
    """Note that a shop wants to answer under a domain. It does so when its DNS proves it, not before.

    Args:
        tenant: the live shop.
        domain: as it was typed.

    Raises:
        SubscriptionInactive, LimitReached: its plan has no domain of its own.
        DomainRefused: with the reason. That another shop waits for it too is none.
    """
    name = read_domain(domain)
    with tenant_context(tenant), transaction.atomic():
        check_room(limit=Limit.DOMAIN, used_by=lambda: 0)
    with platform_context(), transaction.atomic():
        get_tenant_locked(tenant.id)
        holder = Domain.objects.filter(domain=name).values_list("tenant_id", flat=True).first()
        if holder is not None and holder != tenant.id:
            raise DomainRefused(param="domain", reason="taken")
        mine = DomainClaim.objects.filter(tenant_id=tenant.id).exclude(state=DomainState.REMOVED)
        if mine.filter(domain=name).exists():
            raise DomainRefused(param="domain", reason="exists")
        if mine.count() >= MOST:
            raise DomainRefused(param="domain", reason="too_many")
        return DomainClaim.objects.create(
            tenant_id=tenant.id,
            domain=name,
            token=f"kaquan-{secrets.token_urlsafe(24)}",
            created_at=now,
            next_check_at=now,
        )
