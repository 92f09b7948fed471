from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.enums import SubscriptionStatus
from billing.errors import SubscriptionStateInvalid
from billing.models import Subscription, SubscriptionStep
from billing.numbers import number_of
from billing.selectors import find_subscription
from billing.services.sync_subscription import sync_subscription
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def cancel_subscription(*, tenant: TenantRef, reason: str, by: str, now: dt.datetime) -> Subscription:
    """End a subscription with the period that is paid; until then it can be taken back. One that ends already stays as it is.

    Args:
        tenant: the live one.
        reason: in the merchant's words; kept in its history.

    Raises:
        SubscriptionStateInvalid: it does not subscribe.
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        held = find_subscription(tenant.id)
        if held is None or not held.provider or held.status == SubscriptionStatus.CANCELED:
            raise SubscriptionStateInvalid(state=held.status if held is not None else "")
        if held.cancel_at is not None:
            return held
        get_engine(held.provider).set_cancel(held.remote_id, True, number_of(held.remote_id, held.ticket))
        ends = sync_subscription(tenant_id=tenant.id, now=now, by=by, because=reason)
        if reason:
            SubscriptionStep.objects.create(
                tenant_id=tenant.id, tenant_role=tenant.role_name, what="cancel_reason", by=by[:254],
                because=reason[:200], at=now,
            )  # fmt: skip
        return ends or held
