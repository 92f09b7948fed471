"""Locks of tenancy: a claim of a domain before its tenant; a sign-up alone."""

from __future__ import annotations

import uuid

from platform_core.tenancy.models import DomainClaim, SignUp, Tenant


def get_sign_up_locked(sign_up_id: str | uuid.UUID) -> SignUp:
    """Lock a sign-up, so that one process makes its shop.

    Raises:
        SignUp.DoesNotExist: no such sign-up.
    """
    return SignUp.objects.select_for_update().get(pk=sign_up_id)


def get_tenant_locked(tenant_id: uuid.UUID) -> Tenant:
    """Lock a tenant, so that one process makes its twin; rows that only refer to it need not wait.

    Raises:
        Tenant.DoesNotExist: no such tenant.
    """
    return Tenant.objects.select_for_update(no_key=True).get(pk=tenant_id)


def get_claim_locked(claim_id: uuid.UUID) -> DomainClaim:
    """Lock a claim of a domain, so that one process acts on what DNS said; before its tenant.

    Raises:
        DomainClaim.DoesNotExist: no such claim.
    """
    return DomainClaim.objects.select_for_update().get(pk=claim_id)
