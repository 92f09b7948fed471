from __future__ import annotations

import datetime as dt

from django.db import transaction

from billing.engines import is_billing_on
from billing.enums import SubscriptionStatus
from billing.locks import find_subscription_locked
from billing.models import Subscription, SubscriptionStep
from billing.services.settle_standing import settle_standing
from platform_core.entitlements.plans import OFFER
from platform_core.entitlements.selectors import get_plan
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef


def start_trial(*, tenant: TenantRef, plan: str = "", by: str, now: dt.datetime) -> Subscription | None:
    """Let a merchant try a plan without paying or leaving a card; the provider knows nothing of it. Once a merchant.

    Args:
        tenant: the live one.
        plan: what it tries; empty: the offer's ``trial_plan``.
        by: who opened the shop.

    Returns:
        None where nobody is charged, or the offer has no trial. Who tried before gets what there is.

    Raises:
        PlanUnknown
    """
    if not is_billing_on() or not OFFER.trial_days:
        return None
    edition = get_plan(plan or OFFER.trial_plan)
    with platform_context(), transaction.atomic():
        if (before := find_subscription_locked(tenant.id)) is not None:
            return before
        ends = now + dt.timedelta(days=OFFER.trial_days)
        begun = Subscription(
            tenant_id=tenant.id, tenant_role=tenant.role_name, status=SubscriptionStatus.TRIALING, plan=edition.code,
            version=edition.version, currency=OFFER.currency, trial_began_at=now, trial_ends_at=ends,
            standing_since=now, created_at=now,
        )  # fmt: skip
        begun.save(force_insert=True)
        SubscriptionStep.objects.create(
            tenant_id=tenant.id,
            tenant_role=tenant.role_name,
            what="trial_began",
            after=edition.code,
            by=by[:254],
            at=now,
        )
        settle_standing(subscription=begun, by=by, now=now, tell=True)
        return begun
