"""Which keys a merchant has, kept by a process for seconds once a key was not found: made-up ones then cost no look-up each.

A key that is made changes the merchant's stamp in the cache, so a new key works at once in every process. Without the cache
every key is looked up.
"""

from __future__ import annotations

import logging
import secrets
import time
import uuid
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import transaction

from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.models import ApiKey

logger = logging.getLogger(__name__)
TTL: Final = 5.0
MOST_MERCHANTS, MOST_KEYS = 1_000, 10_000
STAMP: Final = "api-keys"
KEPT: Final = 3600  # seconds; a stamp that is gone counts as changed


class _Known(NamedTuple):
    until: float
    stamp: str
    hashes: frozenset[bytes]


_known: dict[uuid.UUID, _Known] = {}


def is_made_up(tenant_id: uuid.UUID, secret_hash: bytes) -> bool:
    """Is it certain, without a look into the database, that the merchant whose context this is has no such key?"""
    known = _known.get(tenant_id)
    if known is None or known.until < time.monotonic() or secret_hash in known.hashes:
        return False
    return _stamp() == known.stamp


def note_keys(tenant_id: uuid.UUID) -> None:
    """Read which keys the merchant has whose context this is: one that was asked for is not among them."""
    stamp = _stamp(make=True)  # before the keys: one that is made meanwhile changes it
    if stamp is None:
        return
    hashes = ApiKey.objects.values_list("secret_hash", flat=True)[: MOST_KEYS + 1]
    kept = frozenset(bytes(each) for each in hashes)
    if len(kept) <= MOST_KEYS:
        if len(_known) >= MOST_MERCHANTS:
            _known.clear()
        _known[tenant_id] = _Known(time.monotonic() + TTL, stamp, kept)


def announce_key() -> None:
    """A key is being made, in the caller's transaction: what processes know of the merchant's keys holds no more."""
    tenant = current_tenant()
    _change_stamp(tenant)  # for whoever reads before the transaction ends, and inside it
    transaction.on_commit(lambda: _change_stamp(tenant))  # which may be in another context


def forget_known() -> None:
    """Drop what this process knows."""
    _known.clear()


def _stamp(*, make: bool = False) -> str | None:
    try:
        found: str | None = cache.get(STAMP)
        if found is None and make:
            cache.add(STAMP, secrets.token_hex(8), KEPT)  # whoever comes first
            found = cache.get(STAMP)
    except Exception:
        return None
    return found


def _change_stamp(tenant: TenantRef) -> None:
    try:
        with tenant_context(tenant):
            cache.set(STAMP, secrets.token_hex(8), KEPT)
    except Exception as error:  # a lost cache must not keep a key from being made
        logger.warning("new key not announced: %s", type(error).__name__)
