from __future__ import annotations

import datetime as dt

from platform_core.kernel.ids import new_id
from platform_core.kernel.sealing import seal
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.models import SigningSecret
from webhooks.selectors import OpenSecret, list_secrets
from webhooks.signing import new_secret, secret_key


def ensure_signing_secret(*, tenant: TenantRef, now: dt.datetime) -> list[OpenSecret]:
    """The secrets of a shop or of its test twin, the current one first; made on first use. Racing first uses end with one.

    Args:
        now: by the wall: receivers do not live in the future of a test shop.
    """
    found = list_secrets(tenant, now)
    if found and found[0].valid_until is None:
        return found
    made = new_id()
    sealed = seal(secret_key(tenant), new_secret().encode(), made.bytes)
    row = SigningSecret(id=made, tenant_role=tenant.role_name, sealed=sealed, created_at=now)
    with platform_context():
        SigningSecret.objects.bulk_create([row], ignore_conflicts=True)
    return list_secrets(tenant, now)
