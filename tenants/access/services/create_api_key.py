from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from platform_core.events.catalogue import ApiKeyCreated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.services.check_standing import check_standing
from tenants.access.encryption import PublicKey, checked_key
from tenants.access.enums import BY_CONSOLE, FULL_ACCESS
from tenants.access.key_format import generate_key, parse_key
from tenants.access.known_keys import announce_key
from tenants.access.limits import KeyLimits, check_end
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
    limits: KeyLimits | None = None,
    made_by: str = BY_CONSOLE,
    rolled_from: uuid.UUID | None = None,
    encryption_key: PublicKey | None = None,
) -> NewKey:
    """Make an API key in the current (live) tenant.

    Args:
        made_by: ``console``, or the id of the key that made it; ``rolled_from`` is the key that it succeeds.
        encryption_key: a public JWK that codes are encrypted to.

    Returns:
        The row and the secret; the secret cannot be had again.

    Raises:
        KeyLimitInvalid, EncryptionKeyInvalid; SubscriptionInactive, unless it succeeds another
    """
    _check_standing(rolled_from)
    secret = generate_key(livemode=livemode, tenant_code=tenant_code)
    parsed = parse_key(secret)
    assert parsed is not None
    checked = _checked(limits or KeyLimits(), now)
    with transaction.atomic():
        key = ApiKey.objects.create(
            name=name,
            livemode=livemode,
            secret_hash=parsed.secret_hash,
            last_four=parsed.last_four,
            scopes=list(scopes),
            ip_allowlist=list(checked.ip_allowlist),
            product_ids=list(checked.product_ids),
            daily_quota=checked.daily_quota,
            max_amount=checked.max_amount,
            made_by=made_by,
            rolled_from=rolled_from,
            encryption_key=None if encryption_key is None else checked_key(encryption_key),
            created_at=now,
            expires_at=checked.expires_at,
        )
        announce_key()
        created = ApiKeyCreated(id=public_id("key", key.id), livemode=livemode, scopes=tuple(scopes))
        publish_event(created, object_id=created.id, now=now)
    return NewKey(key, secret)


def _checked(limits: KeyLimits, now: dt.datetime) -> KeyLimits:
    checked = limits.checked()
    check_end(checked.expires_at, now)
    return checked


def _check_standing(rolled_from: uuid.UUID | None) -> None:
    """A key that got out can always be rolled."""
    if rolled_from is None:
        check_standing()
