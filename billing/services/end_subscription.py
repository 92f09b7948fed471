from __future__ import annotations

import datetime as dt
import uuid

from billing.engines import get_engine
from billing.selectors import find_subscription
from billing.services.sync_subscription import sync_subscription
from billing.standing import OVER
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import find_closed_at


def end_subscription(*, tenant_id: uuid.UUID, now: dt.datetime) -> bool:
    """End what a closed shop subscribes to at once, and read it again. Done twice it ends once.

    There is no refund, unless it was subscribed after the shop was closed, e.g. on a page of payment that was still open. A trial of our
    own is left as it is: the provider knows nothing of it, and it goes on if the shop is opened again.

    Returns:
        False when there is nothing to end, or the shop is not closed any more.

    Raises:
        BillingUnavailable, BillingRefused
    """
    with platform_context():
        closed_at = find_closed_at(tenant_id)
        subscription = find_subscription(tenant_id)
    if closed_at is None or subscription is None or not subscription.remote_id or subscription.status in OVER:
        return False
    engine, number = get_engine(subscription.provider), f"close:{tenant_id}:{subscription.remote_id}"
    remote = engine.find_subscription(subscription.remote_id)
    if remote is not None and remote.created_at > closed_at:
        engine.take_back(subscription.remote_id, number)
    else:
        engine.end_now(subscription.remote_id, number)
    sync_subscription(tenant_id=tenant_id, now=now)
    return True
