from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef
from webhooks.enums import SecretKind
from webhooks.models import SigningSecret
from webhooks.sealing import OpenSecret, seal_new_secret
from webhooks.selectors import list_secrets


def ensure_signing_secrets(
    *,
    tenant: TenantRef,
    now: dt.datetime,
    endpoint_id: uuid.UUID | None = None,
    kinds: Collection[SecretKind] = (SecretKind.HMAC,),
) -> list[OpenSecret]:
    """The secrets of an endpoint, or of a shop itself, the current ones first; made on first use.

    Racing first uses end with one of each kind.

    Args:
        now: by the wall: receivers do not live in the future of a test shop.
        kinds: which there must be.
    """
    found = list_secrets(tenant, now, endpoint_id)
    missing = set(kinds) - {each.kind for each in found if each.valid_until is None}
    if not missing:
        return found
    rows = [seal_new_secret(tenant, kind, endpoint_id, now) for kind in sorted(missing)]
    with platform_context():
        SigningSecret.objects.bulk_create(rows, ignore_conflicts=True)
    return list_secrets(tenant, now, endpoint_id)
