from __future__ import annotations

import hashlib

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.directory import reference
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.models import SignUp, Tenant
from platform_core.tenancy.reference import TenantRef


def list_running_tenants() -> list[TenantRef]:
    """Every tenant (and test twin) that is not archived."""
    return [reference(tenant) for tenant in Tenant.objects.exclude(state=TenantState.ARCHIVED).order_by("id")]


def get_sign_up(token: str) -> SignUp:
    """The sign-up behind a status link.

    Raises:
        RecordNotFound: no such link.
    """
    digest = hashlib.sha256(token.encode()).digest()
    sign_up = SignUp.objects.filter(token_hash=digest).select_related("tenant").first()
    if sign_up is None:
        raise RecordNotFound
    return sign_up
