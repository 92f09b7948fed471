from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.events.catalogue import ApiKeyRevoked
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.access.locks import find_api_key_locked
from tenants.access.models import ApiKey


def revoke_api_key(*, key_id: uuid.UUID, now: dt.datetime) -> ApiKey:
    """Stop a key for good; every process refuses it within 5 seconds. Revoking twice changes nothing.

    Raises:
        RecordNotFound: no such key.
    """
    with transaction.atomic():
        key = find_api_key_locked(key_id)
        if key is None:
            raise RecordNotFound(id=public_id("key", key_id))
        if key.revoked_at is None:
            key.revoked_at = now
            key.sequence += 1
            key.save(update_fields=["revoked_at", "sequence"])
            outside = public_id("key", key.id)
            publish_event(ApiKeyRevoked(id=outside), object_id=outside, now=now, sequence=key.sequence)
    return key
