from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.kernel.ids import new_id
from platform_core.kernel.sealing import seal
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.locks import get_secrets_locked
from webhooks.models import SigningSecret
from webhooks.services.ensure_signing_secret import ensure_signing_secret
from webhooks.signing import new_secret, secret_key

LONGEST_OVERLAP = dt.timedelta(days=7)


def rotate_signing_secret(*, tenant: TenantRef, overlap: dt.timedelta, now: dt.datetime) -> None:
    """A new secret; the one before it signs along for a while, so that receivers can be switched without a gap.

    There are never more than two: an older one that still signed along ends now.

    Args:
        overlap: zero (the old one leaked) to seven days.
        now: by the wall.
    """
    if not dt.timedelta() <= overlap <= LONGEST_OVERLAP:
        raise ValueError("overlap")
    ensure_signing_secret(tenant=tenant, now=now)
    key, made = secret_key(tenant), new_id()
    with platform_context(), transaction.atomic():
        rows = get_secrets_locked(tenant.role_name)
        for row in rows:
            if row.valid_until is None:
                row.valid_until = now + overlap
                row.save(update_fields=["valid_until"])
            else:
                row.delete()
        SigningSecret.objects.create(
            id=made, tenant_role=tenant.role_name, sealed=seal(key, new_secret().encode(), made.bytes), created_at=now
        )
