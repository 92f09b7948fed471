from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.models import BillingAccount
from billing.providers.base import Customer
from platform_core.identity.selectors import list_owner_addresses
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def ensure_customer(*, tenant: TenantRef, now: dt.datetime) -> BillingAccount:
    """Make a merchant a customer at the provider, or bring what is printed on its bills (抬头, 税号) up to date there.

    Args:
        tenant: the live one.

    Raises:
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        engine = get_engine()
        account, _made = BillingAccount.objects.get_or_create(
            tenant_id=tenant.id, defaults={"tenant_role": tenant.role_name, "created_at": now, "changed_at": now}
        )
        known = account.customer_id if account.provider == engine.name else ""
        addresses = list_owner_addresses(tenant.id)
        customer = Customer(
            tenant_id=tenant.id,
            name=tenant.name,
            email=account.mail_to or (addresses[0] if addresses else ""),
            title=account.title,
            tax_number=account.tax_number,
            language=tenant.language or "zh-hans",
        )
        found = engine.ensure_customer(customer, known)
        if found != known:
            BillingAccount.objects.filter(tenant_id=tenant.id).update(
                provider=engine.name, customer_id=found, changed_at=now
            )
            account.refresh_from_db()
        return account
