from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction

from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import SignUpState
from platform_core.tenancy.locks import get_sign_up_locked
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.create_tenant import create_tenant


def provision_tenant(*, sign_up_id: str | uuid.UUID, now: dt.datetime) -> TenantRef:
    """Make the shop of a sign-up: schema, host name, books, keys, first shelves. One transaction: all of it or nothing.

    A second run for the same sign-up changes nothing and answers the same tenant.
    """
    with platform_context(), transaction.atomic():
        sign_up = get_sign_up_locked(sign_up_id)
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
        if sign_up.plan:
            grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan=sign_up.plan, now=now)
        for step in load(settings.KAQUAN_MEMBERSHIP_STEPS):
            step(tenant=tenant, owner_id=sign_up.owner_id, now=now)
        if sign_up.tries:
            for step in load(settings.KAQUAN_TRIAL_STEPS):
                step(tenant=tenant, plan=sign_up.tries, now=now)
    directory.forget()
    return tenant
