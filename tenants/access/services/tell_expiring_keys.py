"""API keys that will stop working are told of, once for each end; owners are mailed where a key is still used."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from platform_core.events.catalogue import ApiKeyExpiring
from platform_core.events.services.publish_event import publish_event
from platform_core.identity.selectors import list_owner_addresses
from platform_core.kernel.ids import public_id
from platform_core.messaging.services.queue_mail import queue_mail
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import current_tenant
from tenants.access.locks import find_api_key_locked
from tenants.access.models import ApiKey
from tenants.access.selectors import find_successor, list_keys_ending

LONGEST, ROLLED = dt.timedelta(days=7), dt.timedelta(days=1)  # before the end; of a key that was rolled
RECENTLY = dt.timedelta(days=7)
TEMPLATE = "access/mail/key_expiring"


def tell_expiring_keys(*, now: dt.datetime) -> int:
    """Publish ``api_key.expiring`` and write the mails. Running it twice, or at once, tells nothing twice.

    Returns:
        How many keys it told of.
    """
    ids = list(list_keys_ending(after=now, before=now + LONGEST).values_list("id", flat=True))
    return sum(_tell(key_id, now) for key_id in ids)


def _tell(key_id: uuid.UUID, now: dt.datetime) -> bool:
    with transaction.atomic():
        key = find_api_key_locked(key_id)
        if key is None or key.revoked_at is not None or key.expires_at is None or key.expiry_told == key.expires_at:
            return False
        successor = find_successor(key.id)
        begun = successor.created_at if successor else key.created_at
        lead = min(ROLLED if successor else LONGEST, (key.expires_at - begun) / 2)
        if not key.expires_at - lead <= now < key.expires_at:
            return False
        key.expiry_told = key.expires_at
        key.sequence += 1
        key.save(update_fields=["expiry_told", "sequence"])
        _publish(key, successor, now)
        since = begun if successor else now - RECENTLY
        if key.last_used_at is not None and key.last_used_at > since:
            _mail(key, successor, now)
    return True


def _publish(key: ApiKey, successor: ApiKey | None, now: dt.datetime) -> None:
    assert key.expires_at is not None
    outside = public_id("key", key.id)
    told = ApiKeyExpiring(
        id=outside,
        expires_at=key.expires_at.isoformat(),
        last_used_at=key.last_used_at.isoformat() if key.last_used_at else None,
        successor=public_id("key", successor.id) if successor else None,
    )
    publish_event(told, object_id=outside, now=now, sequence=key.sequence)


def _mail(key: ApiKey, successor: ApiKey | None, now: dt.datetime) -> None:
    tenant = current_tenant()
    zone = ZoneInfo(tenant.time_zone)
    facts: dict[str, Any] = {
        "shop": tenant.name,
        "name": key.name,
        "last_four": key.last_four,
        "rolled": successor is not None,
        "until": f"{key.expires_at.astimezone(zone):%Y-%m-%d %H:%M}" if key.expires_at else "",
        "used": f"{key.last_used_at.astimezone(zone):%Y-%m-%d %H:%M}" if key.last_used_at else "",
        "address": key.last_used_ip or "",
        "time_zone": tenant.time_zone,
        "link": shop_url(tenant.host, "/console/keys"),
    }
    for address in list_owner_addresses(tenant.id):
        queue_mail(
            owner_id=tenant.id,
            to=address,
            sender="Kaquan 卡券",
            template=TEMPLATE,
            language=settings.LANGUAGE_CODE,
            facts=facts,
            now=now,
        )
