from __future__ import annotations

import datetime as dt
import secrets
import uuid

from django.conf import settings
from django.db import transaction

from platform_core.events.catalogue import TenantProvisioned
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.kernel.sealing import keystore
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import SignUpState
from platform_core.tenancy.models import Domain, SignUp, Tenant
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.schema_builder import ALPHABET
from platform_core.tenancy.services.take_schema import take_schema


def provision_tenant(*, sign_up_id: str | uuid.UUID, now: dt.datetime) -> TenantRef:
    """Make the shop of a sign-up: schema, host name, books, keys, first shelves. One transaction: all of it or nothing.

    A second run for the same sign-up changes nothing and answers the same tenant.
    """
    with platform_context(), transaction.atomic():
        sign_up = SignUp.objects.select_for_update().get(pk=sign_up_id)
        if sign_up.tenant is not None:
            return directory.reference(sign_up.tenant, directory.shop_host(sign_up.slug))
        tenant = create_tenant(
            name=sign_up.name,
            slug=sign_up.slug,
            preset=sign_up.preset,
            positioning=sign_up.positioning,
            live=None,
            now=now,
        )
        sign_up.tenant_id = tenant.id
        sign_up.state = SignUpState.DONE
        sign_up.done_at = now
        sign_up.save(update_fields=["tenant", "state", "done_at"])
        for step in load(settings.KAQUAN_MEMBERSHIP_STEPS):
            step(tenant=tenant, owner_id=sign_up.owner_id, now=now)
    directory.forget()
    return tenant


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
