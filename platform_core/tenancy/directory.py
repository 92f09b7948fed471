"""Host name, key code or role -> tenant, from a cache in the process.

An entry lives at most ``TTL`` seconds: after that long every process has seen a suspension.
"""

from __future__ import annotations

import time
import uuid
from typing import Any

from django.conf import settings

from platform_core.tenancy.context import platform_context
from platform_core.tenancy.models import Domain, Tenant
from platform_core.tenancy.reference import TenantRef

TTL = 10.0
MAXIMUM = 20_000
_cache: dict[tuple[str, str], tuple[float, TenantRef]] = {}
_absent: dict[tuple[str, str], float] = {}  # apart, so that a storm of made-up names drops no shop


def shop_host(slug: str) -> str:
    """The host name of a shop on this platform."""
    return f"{slug}.{settings.KAQUAN_PLATFORM_HOST}"


def forget(tenant_id: uuid.UUID | None = None) -> None:
    """Drop what is cached of one tenant (or of all): call after changing it."""
    _absent.clear()
    for key, (_, ref) in list(_cache.items()):
        if tenant_id is None or ref.id == tenant_id:
            _cache.pop(key, None)


def reference(tenant: Tenant, host: str = "") -> TenantRef:
    """The value object of a tenant row."""
    return TenantRef(
        id=tenant.id,
        code=tenant.code,
        slug=tenant.slug or "",
        name=tenant.name,
        schema_name=tenant.schema_name,
        role_name=tenant.role_name,
        state=tenant.state,
        livemode=tenant.livemode,
        live_tenant_id=tenant.live_tenant_id,
        preset=tenant.preset,
        positioning=tenant.positioning,
        time_zone=tenant.time_zone,
        currency=tenant.currency,
        language=tenant.language,
        host=host,
        clock_ahead=tenant.clock_ahead,
    )


def _load(**filters: Any) -> TenantRef | None:
    with platform_context():
        tenant = Tenant.objects.filter(**filters).first()
        if tenant is None:
            return None
        # A twin has no host of its own: its links are its live shop's.
        owner = tenant.live_tenant_id or tenant.id
        domain = Domain.objects.filter(tenant_id=owner, is_primary=True).values_list("domain", flat=True).first()
        return reference(tenant, domain or "")


def _cached(kind: str, value: str, **filters: Any) -> TenantRef | None:
    found = _cache.get((kind, value))
    if found and found[0] > time.monotonic():
        return found[1]
    if _absent.get((kind, value), 0.0) > time.monotonic():
        return None
    ref = _load(**filters)
    if ref is None:
        if len(_absent) >= MAXIMUM:
            _absent.clear()
        _absent[kind, value] = time.monotonic() + TTL
        return None
    if len(_cache) >= MAXIMUM:
        _cache.clear()
    _cache[kind, value] = (time.monotonic() + TTL, ref)
    return ref


def find_by_host(host: str) -> TenantRef | None:
    """The tenant whose shop answers at ``host`` (no port), or None."""
    return _cached("host", host, domains__domain=host)


def find_by_code(code: str) -> TenantRef | None:
    """The live tenant with this key code, or None."""
    return _cached("code", code, code=code, livemode=True)


def find_by_any_code(code: str) -> TenantRef | None:
    """The tenant with this key code, live or not, or None."""
    return _cached("any code", code, code=code)


def find_by_role(role: str) -> TenantRef | None:
    """The tenant of a PostgreSQL role, or None."""
    return _cached("role", role, role_name=role)


def find_by_id(tenant_id: uuid.UUID) -> TenantRef | None:
    """The tenant with this id, or None."""
    return _cached("id", tenant_id.hex, id=tenant_id)


def find_twin(live: TenantRef) -> TenantRef | None:
    """The test twin of a live tenant, or None when it is not made yet. Its clock may be as old as the entry."""
    return _cached("twin", live.id.hex, live_tenant_id=live.id)
