from __future__ import annotations

import datetime as dt
import uuid

from billing.engines import is_billing_on
from billing.selectors import find_account
from billing.services.ensure_customer import ensure_customer
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context


def tell_invoice_title(*, tenant_id: uuid.UUID, now: dt.datetime) -> bool:
    """Have the provider print a merchant's invoice title as it is kept now on the bills that it makes from now on.

    Args:
        tenant_id: of the live tenant.

    Returns:
        False: there is nothing to tell, as it is no customer there, or the shop is gone.

    Raises:
        BillingUnavailable, BillingRefused
    """
    if not is_billing_on():
        return False
    with platform_context():
        tenant, account = directory.find_by_id(tenant_id), find_account(tenant_id)
        if tenant is None or account is None or not account.customer_id:
            return False
        ensure_customer(tenant=tenant, now=now)
        return True
