from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import ApiKeyRolled
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.access.errors import KeyNotUsable
from tenants.access.locks import find_api_key_locked
from tenants.access.services.create_api_key import NewKey, create_api_key

LONGEST_OVERLAP = dt.timedelta(days=7)


def roll_api_key(*, key_id: uuid.UUID, overlap: dt.timedelta, tenant_code: str, now: dt.datetime) -> NewKey:
    """Give a key a successor that may do the same; the old secret works on for ``overlap`` (at most 7 days; 0: no longer).

    The successor ends when the old key would have ended, if that had an end, and counts as made by whoever made the old one.

    Raises:
        RecordNotFound: no such key.
        KeyNotUsable: it was revoked or has expired.
    """
    with transaction.atomic():
        key = find_api_key_locked(key_id)
        if key is None:
            raise RecordNotFound(id=public_id("key", key_id))
        if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
            raise KeyNotUsable(id=public_id("key", key_id))
        made = create_api_key(
            name=key.name,
            livemode=key.livemode,
            tenant_code=tenant_code,
            now=now,
            scopes=key.scopes,
            limits=key.limits,
            made_by=key.made_by,
            rolled_from=key.id,
            encryption_key=key.encryption_key,
        )
        until = now + min(overlap, LONGEST_OVERLAP)
        key.expires_at = min(key.expires_at or until, until)
        key.sequence += 1
        key.save(update_fields=["expires_at", "sequence"])
        outside, successor = public_id("key", key.id), public_id("key", made.key.id)
        rolled = ApiKeyRolled(id=outside, successor=successor, works_until=key.expires_at.isoformat())
        publish_event(rolled, object_id=outside, now=now, sequence=key.sequence)
    return made
