from __future__ import annotations

import datetime as dt
import uuid

from billing.engines import get_engine
from billing.selectors import find_subscription
from billing.services.sync_subscription import sync_subscription
from billing.standing import OVER
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import TenantState


def end_subscription(*, tenant_id: uuid.UUID, now: dt.datetime) -> bool:
    """End what a closed shop subscribes to at once, without a refund, and read it again. Done twice it ends once.

    A trial of our own is left as it is: the provider knows nothing of it, and it goes on if the shop is opened again.

    Returns:
        False when there is nothing to end, or the shop is not closed any more.

    Raises:
        BillingUnavailable, BillingRefused
    """
    with platform_context():
        directory.forget(tenant_id)
        tenant = directory.find_by_id(tenant_id)
        subscription = find_subscription(tenant_id)
    if tenant is None or tenant.state != TenantState.ARCHIVED:
        return False
    if subscription is None or not subscription.remote_id or subscription.status in OVER:
        return False
    engine = get_engine(subscription.provider)
    engine.end_now(subscription.remote_id, f"close:{tenant_id}:{subscription.remote_id}")
    sync_subscription(tenant_id=tenant_id, now=now)
    return True
