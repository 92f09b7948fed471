from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from platform_core.events.catalogue import ApiKeyCreated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from tenants.access.enums import FULL_ACCESS
from tenants.access.key_format import generate_key, parse_key
from tenants.access.models import ApiKey


class NewKey(NamedTuple):
    """The stored key and, this once, its secret text."""

    key: ApiKey
    secret: str


def create_api_key(
    *,
    name: str,
    livemode: bool,
    tenant_code: str,
    now: dt.datetime,
    scopes: Sequence[str] = FULL_ACCESS,
    expires_at: dt.datetime | None = None,
) -> NewKey:
    """Make an API key in the current (live) tenant.

    Returns:
        The row and the secret; the secret cannot be had again.
    """
    secret = generate_key(livemode=livemode, tenant_code=tenant_code)
    parsed = parse_key(secret)
    assert parsed is not None
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name,
            livemode=livemode,
            secret_hash=parsed.secret_hash,
            last_four=parsed.last_four,
            scopes=list(scopes),
            created_at=now,
            expires_at=expires_at,
        )
        outside = public_id("key", key.id)
        publish_event(ApiKeyCreated(id=outside, livemode=livemode, scopes=tuple(scopes)), object_id=outside, now=now)
    return NewKey(key, secret)
