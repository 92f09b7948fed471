from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.errors import SubscriptionStateInvalid
from billing.selectors import find_account
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def open_portal(*, tenant: TenantRef, back_url: str, now: dt.datetime) -> str:
    """The provider's page where a merchant changes its card and sees its bills.

    Args:
        tenant: the live one.
        back_url: where that page leads back to.

    Raises:
        SubscriptionStateInvalid: it never was a customer.
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        account = find_account(tenant.id)
    if account is None or not account.customer_id:
        raise SubscriptionStateInvalid(state="")
    return get_engine(account.provider).open_portal(account.customer_id, back_url)
