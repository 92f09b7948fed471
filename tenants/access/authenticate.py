"""From the text of an API key to who calls; hot, so answered from a process cache for at most five seconds.

A key that is in use is read again before that time is over, beside the requests and not by one of them.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Subquery

from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import ApiLimits
from platform_core.entitlements.rights import Rights
from platform_core.kernel.clock import now as clock_now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.kernel.read_ahead import ReadAhead
from platform_core.tenancy import directory
from platform_core.tenancy.client_address import Network, is_in, read_address, read_network
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.own_rights import current_rights
from platform_core.tenancy.reference import TenantRef
from tenants.access.encryption import PublicKey
from tenants.access.enums import BY_CONSOLE
from tenants.access.errors import ApiKeyExpired, ApiKeyInvalid, ApiKeyRevoked, IpNotAllowed
from tenants.access.key_format import parse_key
from tenants.access.known_keys import forget_known, is_made_up, note_keys
from tenants.access.limits import KeyLimits
from tenants.access.models import ApiKey, ApiVersionPin

TTL = 5.0  # a revoked key is refused everywhere after this long
MAXIMUM = 50_000
MARK_USED_EVERY = dt.timedelta(minutes=1)
AHEAD = 2.5  # with less left than this, a key that is used is read again
_cache: dict[str, tuple[float, Caller]] = {}
_ahead = ReadAhead("api-keys", on=settings.KAQUAN_READ_AHEAD)
_forgotten = 0  # how often the cache was emptied: what was being read then may be out of date


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls the API: the shop whose key it is, and what the key may do."""

    key_id: uuid.UUID
    live_tenant: TenantRef
    livemode: bool
    scopes: frozenset[str]
    limits: KeyLimits
    networks: tuple[Network, ...]
    api_limits: ApiLimits | None
    made_by_staff: bool
    pinned_version: str | None  # None: the merchant has made no call yet
    revoked: bool
    standing: Standing = Standing.ACTIVE  # with its subscription, as it was when the key was read
    encryption_key: PublicKey | None = None  # codes are answered encrypted to it

    @property
    def public_key_id(self) -> str:
        """``key_…``, safe to show."""
        return public_id("key", self.key_id)


def forget_keys() -> None:
    """Empty this process's cache: after a revocation here, so that it works at once."""
    global _forgotten
    _forgotten += 1
    _cache.clear()
    forget_known()


def identify(text: str, ip: str) -> Caller:
    """Whose key this is, whether or not it may be used now (``admit``).

    Args:
        ip: where the call comes from.

    Raises:
        ApiKeyInvalid
    """
    found = _cache.get(text)
    moment = time.monotonic()
    if found is None or found[0] < moment:
        return _read(text, ip)
    if found[0] - moment < AHEAD:
        _ahead.ask(text, lambda: _read_ahead(text, ip))
    return found[1]


def _read(text: str, ip: str) -> Caller:
    moment, forgotten = time.monotonic(), _forgotten
    caller = _load(text, ip)
    if len(_cache) >= MAXIMUM:
        _cache.clear()
    if forgotten == _forgotten:
        _cache[text] = (moment + TTL, caller)
    return caller


def _read_ahead(text: str, ip: str) -> None:
    """In a thread of its own, with a connection of its own."""
    close_old_connections()
    try:
        _read(text, ip)
    except ApiKeyInvalid:
        _cache.pop(text, None)


def admit(caller: Caller, ip: str) -> None:
    """Let the holder of a key in.

    Raises:
        ApiKeyRevoked, ApiKeyExpired, IpNotAllowed
    """
    if caller.revoked:
        raise ApiKeyRevoked
    if caller.limits.expires_at is not None and caller.limits.expires_at <= clock_now():
        raise ApiKeyExpired
    if caller.networks:
        address = read_address(ip)
        if address is None or not is_in(address, caller.networks):
            raise IpNotAllowed(ip=ip)


def _load(text: str, ip: str) -> Caller:
    parsed = parse_key(text)
    if parsed is None:
        raise ApiKeyInvalid
    tenant = directory.find_by_code(parsed.tenant_code)
    if tenant is None:
        raise ApiKeyInvalid
    with tenant_context(tenant):
        if is_made_up(tenant.id, parsed.secret_hash):
            raise ApiKeyInvalid
        # The hash of 190 random bits is looked up whole: nothing can be learnt from how long an index takes.
        pin = Subquery(ApiVersionPin.objects.values("version")[:1])
        keys = ApiKey.objects.filter(secret_hash=parsed.secret_hash, livemode=parsed.livemode)
        key = keys.annotate(pinned_version=pin).first()
        if key is None:
            note_keys(tenant.id)
            raise ApiKeyInvalid
        now = clock_now()
        if key.revoked_at is None and (key.last_used_at is None or now - key.last_used_at > MARK_USED_EVERY):
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now, last_used_ip=ip or None)
        rights = current_rights(fresh=True)
    return _caller(key, tenant, key.pinned_version, rights)


def get_caller(key_id: uuid.UUID, tenant: TenantRef) -> Caller:
    """Who began a work that goes on after the call: with what the key may do now.

    Args:
        tenant: where the work runs: the live tenant, or its test twin.

    Raises:
        ApiKeyRevoked, ApiKeyExpired: the key may do nothing any more.
    """
    live = tenant if tenant.live_tenant_id is None else directory.find_by_id(tenant.live_tenant_id)
    if live is None:
        raise ApiKeyInvalid
    with tenant_context(live):
        key = ApiKey.objects.filter(pk=key_id).first()
    if key is None or key.revoked_at is not None:
        raise ApiKeyRevoked
    if key.expires_at is not None and key.expires_at <= clock_now():
        raise ApiKeyExpired
    return _caller(key, live, None, None)  # the version of the call is the work's own


def find_caller(key_id: uuid.UUID, live: TenantRef) -> Caller:
    """Whose key this is, by its id, whether or not it may be used now.

    Raises:
        RecordNotFound: there is no such key.
    """
    with tenant_context(live):
        pin = Subquery(ApiVersionPin.objects.values("version")[:1])
        key = ApiKey.objects.filter(pk=key_id).annotate(pinned_version=pin).first()
    if key is None:
        raise RecordNotFound(id=public_id("key", key_id))
    return _caller(key, live, key.pinned_version, None)


def _caller(key: ApiKey, live: TenantRef, pinned_version: str | None, rights: Rights | None) -> Caller:
    return Caller(
        key_id=key.id,
        live_tenant=live,
        livemode=key.livemode,
        scopes=frozenset(key.scopes),
        limits=key.limits,
        networks=tuple(read_network(text) for text in key.ip_allowlist),
        api_limits=rights.api if rights else None,
        standing=rights.standing if rights else Standing.ACTIVE,
        made_by_staff=key.made_by == BY_CONSOLE,
        pinned_version=pinned_version,
        revoked=key.revoked_at is not None,
        encryption_key=key.encryption_key,
    )
