from __future__ import annotations

import datetime as dt
import secrets
from typing import NamedTuple

from django.db import transaction

from platform_core.compliance.services.register_supplier import register_supplier
from platform_core.compliance.services.vouch_merchant import vouch_merchant
from platform_core.compliance.services.vouch_supplier import vouch_supplier
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.provision_tenant import provision_tenant
from platform_core.tenancy.services.request_tenant import request_tenant
from tenants.access.services.create_api_key import create_api_key
from tenants.inventory.services.add_contract import add_contract


class OpenedShop(NamedTuple):
    """A shop that is ready to work, with what its owner needs; the secrets are shown this once."""

    tenant: TenantRef
    password: str
    api_key_live: str
    api_key_test: str
    supplier_id: str | None


def open_shop(
    *,
    name: str,
    slug: str,
    email: str,
    preset: str,
    now: dt.datetime,
    positioning: str = "",
    password: str = "",
    supplier: str = "",
    plan: str = "",
) -> OpenedShop:
    """Make a shop with its owner, API keys and (when the operator vouches for them) a verified merchant with a cleared supplier; no
    worker needed.

    One transaction: a kill leaves nothing, or everything.

    Args:
        plan: what it may do; empty: without limits.

    Raises:
        EmailTaken, PlanUnknown, SlugTaken, SlugReserved, SlugInvalid
    """
    secret = password or secrets.token_urlsafe(12)
    supplier_id = None
    with platform_context(), transaction.atomic():
        owner = register_user(email=email, password=secret, display_name=name, now=now)
        requested = request_tenant(
            name=name, slug=slug, preset=preset, positioning=positioning, owner_id=owner.id, now=now, plan=plan
        )
        tenant = provision_tenant(sign_up_id=requested.sign_up.id, now=now)
        with tenant_context(tenant):
            live = create_api_key(name="live", livemode=True, tenant_code=tenant.code, now=now)
            test = create_api_key(name="test", livemode=False, tenant_code=tenant.code, now=now)
            if supplier:
                supplier_id = register_supplier(name=supplier)
                add_contract(supplier_id=supplier_id, name=supplier, now=now)
        if supplier_id is not None:
            vouch_supplier(link_id=supplier_id, reason="operator's word", now=now)
            vouch_merchant(tenant=tenant, reason="operator's word", now=now)
    outside = public_id("sup", supplier_id) if supplier_id is not None else None
    return OpenedShop(tenant, secret, live.secret, test.secret, outside)
