from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings

from platform_core.events.catalogue import TenantProvisioned
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.kernel.sealing import keystore
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.models import Domain, Tenant
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.schema_builder import ALPHABET
from platform_core.tenancy.services.take_schema import take_schema


def create_tenant(
    *, name: str, slug: str | None, preset: str, positioning: str, live: TenantRef | None, now: dt.datetime
) -> TenantRef:
    """Rows, schema and first contents of a tenant, inside the caller's transaction and the platform's context.

    Args:
        live: for a test twin, the live tenant it belongs to.
    """
    taken = take_schema()
    tenant = Tenant.objects.create(
        code="".join(secrets.choice(ALPHABET) for _ in range(8)),
        slug=slug,
        name=name,
        schema_name=taken.schema_name,
        role_name=taken.role_name,
        livemode=live is None,
        live_tenant_id=live.id if live else None,
        preset=preset,
        positioning=positioning,
        created_at=now,
    )
    host = live.host if live else directory.shop_host(slug or "")
    if live is None:
        Domain.objects.create(tenant=tenant, domain=host)
    keystore().create(tenant.id)  # durable before the commit that needs it; an orphan file harms nobody
    ref = directory.reference(tenant, host)
    with tenant_context(ref):
        for step in load(settings.KAQUAN_PROVISIONING_STEPS):
            step(tenant=ref, now=now)
        outside = public_id("ten", tenant.id)
        publish_event(TenantProvisioned(id=outside, slug=slug or ""), object_id=outside, now=now)
    return ref
