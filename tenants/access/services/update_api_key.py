from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from platform_core.events.catalogue import ApiKeyUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.access.encryption import checked_key
from tenants.access.errors import KeyNotUsable
from tenants.access.limits import check_end
from tenants.access.locks import find_api_key_locked
from tenants.access.models import ApiKey

OF_KEY = ("name", "scopes")
ENCRYPTION = "encryption_key"
OF_LIMITS = ("ip_allowlist", "product_ids", "daily_quota", "max_amount", "expires_at")


def update_api_key(*, key_id: uuid.UUID, changes: Mapping[str, Any], now: dt.datetime) -> ApiKey:
    """Change a key's name, scopes or limits; every process goes by it within 5 seconds.

    Args:
        changes: some of ``OF_KEY`` and ``OF_LIMITS``, and ``encryption_key``: a public JWK, or None for none.

    Raises:
        RecordNotFound: no such key.
        KeyNotUsable: it was revoked.
        KeyLimitInvalid, EncryptionKeyInvalid
    """
    with transaction.atomic():
        key = find_api_key_locked(key_id)
        if key is None:
            raise RecordNotFound(id=public_id("key", key_id))
        if key.revoked_at is not None:
            raise KeyNotUsable(id=public_id("key", key_id))
        wanted = _wanted(key, changes, now)
        changed = tuple(name for name, value in wanted.items() if getattr(key, name) != value)
        for name in changed:
            setattr(key, name, wanted[name])
        if changed:
            key.sequence += 1
            key.save(update_fields=[*changed, "sequence"])
            outside = public_id("key", key.id)
            publish_event(ApiKeyUpdated(id=outside, changed=changed), object_id=outside, now=now, sequence=key.sequence)
    return key


def _wanted(key: ApiKey, changes: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    limits = {name: changes[name] for name in OF_LIMITS if name in changes}
    checked = replace(key.limits, **limits).checked()
    if "expires_at" in limits:  # an end that stands already may have passed
        check_end(checked.expires_at, now)
    of_key = {name: changes[name] for name in OF_KEY if name in changes}
    if ENCRYPTION in changes:
        of_key[ENCRYPTION] = None if changes[ENCRYPTION] is None else checked_key(changes[ENCRYPTION])
    return of_key | {name: getattr(checked, name) for name in limits}
