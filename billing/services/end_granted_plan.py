from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.locks import find_granted_plan_locked, find_subscription_locked
from billing.models import SubscriptionStep
from billing.services.settle_standing import settle_standing
from platform_core.tenancy.context import platform_context


def end_granted_plan(
    *, tenant_id: uuid.UUID, by: str, because: str, now: dt.datetime, only_if_over: bool = False
) -> bool:
    """Take back a plan that a merchant may use for nothing, or note that its time is over: it has what it pays for again.

    Args:
        tenant_id: of the live tenant.
        by: who of the staff decided it, or ``clock``.
        because: why; the history keeps it.
        only_if_over: not while it still runs: somebody may have given more time since it was looked at.

    Returns:
        False: there was none, it ended before, or it still runs.
    """
    with platform_context(), transaction.atomic():
        subscription = find_subscription_locked(tenant_id)
        granted = find_granted_plan_locked(tenant_id)
        if subscription is None or granted is None or granted.ended_at is not None:
            return False
        if only_if_over and granted.until > now:
            return False
        granted.ended_at = now
        granted.save(update_fields=["ended_at"])
        SubscriptionStep.objects.create(
            tenant_id=tenant_id, tenant_role=subscription.tenant_role, what="granted", before=granted.plan,
            by=by[:254], because=because.strip()[:200], at=now,
        )  # fmt: skip
        settle_standing(subscription=subscription, by=by, now=now, tell=True, because=because.strip())
        return True
