from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction

from billing.errors import SubscriptionStateInvalid
from billing.locks import find_subscription_locked
from billing.models import Subscription, SubscriptionStep
from billing.services.settle_standing import settle_standing
from platform_core.tenancy.context import platform_context

LONGEST: Final = dt.timedelta(days=90)  # a trial in all, from its beginning


def extend_trial(*, tenant_id: uuid.UUID, until: dt.datetime, by: str, because: str, now: dt.datetime) -> Subscription:
    """Let a merchant try longer, also one whose trial is over; what it could before its trial ended, it can again at once.

    Args:
        tenant_id: of the live tenant.
        until: its new end; within 90 days of the trial's beginning.
        by: who of the staff decided it.
        because: why; the history keeps it.

    Raises:
        SubscriptionStateInvalid: it never tried (``none``), or subscribes (``state`` says how it stands); or ``reason`` says what is wrong
            with the wish: ``because``, ``not_later`` than its end or this moment, ``too_long``.
    """
    with platform_context(), transaction.atomic():
        subscription = find_subscription_locked(tenant_id)
        if subscription is None:
            raise SubscriptionStateInvalid(state="none")
        before, began = subscription.trial_ends_at, subscription.trial_began_at
        if not subscription.is_trial or before is None or began is None:
            raise SubscriptionStateInvalid(state=subscription.status)
        if fault := _find_fault(before, began, until, because, now):
            raise SubscriptionStateInvalid(state=subscription.status, reason=fault)
        subscription.trial_ends_at = until
        SubscriptionStep.objects.create(
            tenant_id=tenant_id, tenant_role=subscription.tenant_role, what="trial_extended", before=before.isoformat(),
            after=until.isoformat(), by=by[:254], because=because.strip()[:200], at=now,
        )  # fmt: skip
        settle_standing(subscription=subscription, by=by, now=now, tell=True, because=because.strip())
        return subscription


def _find_fault(
    before: dt.datetime, began: dt.datetime, until: dt.datetime, because: str, now: dt.datetime
) -> str | None:
    if not because.strip():
        return "because"
    if until <= max(before, now):
        return "not_later"
    return "too_long" if until > began + LONGEST else None
