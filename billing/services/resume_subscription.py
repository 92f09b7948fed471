from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.enums import SubscriptionStatus
from billing.errors import SubscriptionStateInvalid
from billing.models import Subscription
from billing.numbers import number_of
from billing.selectors import find_subscription
from billing.services.sync_subscription import sync_subscription
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def resume_subscription(*, tenant: TenantRef, by: str, now: dt.datetime) -> Subscription:
    """Let a subscription go on that was to end with its period. One that goes on anyway stays as it is.

    Args:
        tenant: the live one.

    Raises:
        SubscriptionStateInvalid: it does not subscribe, or is over: then it subscribes anew.
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        held = find_subscription(tenant.id)
        if held is None or not held.provider or held.status == SubscriptionStatus.CANCELED:
            raise SubscriptionStateInvalid(state=held.status if held is not None else "")
        if held.cancel_at is None:
            return held
        get_engine(held.provider).set_cancel(held.remote_id, False, number_of(held.remote_id, held.ticket))
        return sync_subscription(tenant_id=tenant.id, now=now, by=by) or held
