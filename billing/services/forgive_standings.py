from __future__ import annotations

import datetime as dt

from django.db import transaction

from billing.locks import find_subscription_locked
from billing.models import Subscription, SubscriptionStep
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.services.set_standing import set_standing


def forgive_standings(*, now: dt.datetime) -> int:
    """Let every merchant stand well: this installation charges nobody any more, so nobody could pay. In the platform's context.

    Rows and debts stay as they are; where charging begins again, they count again.

    Returns:
        How many stood otherwise.
    """
    behind = Subscription.objects.exclude(standing=Standing.ACTIVE).values_list("tenant_id", flat=True)
    for tenant_id in list(behind):
        with transaction.atomic():
            subscription = find_subscription_locked(tenant_id)
            if subscription is None or subscription.standing == Standing.ACTIVE:
                continue
            SubscriptionStep.objects.create(
                tenant_id=tenant_id, tenant_role=subscription.tenant_role, what="standing", before=subscription.standing,
                after=Standing.ACTIVE, by="operator", at=now,
            )  # fmt: skip
            subscription.standing, subscription.standing_since = Standing.ACTIVE, now
            subscription.save(update_fields=["standing", "standing_since"])
            set_standing(tenant_id=tenant_id, standing=Standing.ACTIVE)
    return len(behind)
