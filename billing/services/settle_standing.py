from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from billing.engines import is_billing_on
from billing.models import GrantedPlan, Subscription, SubscriptionStep
from billing.selectors import find_granted_plan
from billing.standing import Stand, facts_of, stand_at
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import PLANS
from platform_core.entitlements.selectors import find_entitlement
from platform_core.entitlements.services.set_standing import set_standing
from platform_core.events.catalogue import SubscriptionPastDue, SubscriptionUpdated
from platform_core.events.selectors import find_next_sequence
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.change_plan import change_plan

logger = logging.getLogger(__name__)


def settle_standing(
    *, subscription: Subscription, by: str, now: dt.datetime, tell: bool = False, because: str = ""
) -> Stand:
    """Bring what follows from a subscription up to date: its standing, the merchant's entitlement, history and events.

    In the caller's transaction, in the platform's context, with the row locked and its fields as they shall be.

    Args:
        by: who or what made it change: ``provider``, ``clock``, or somebody's address.
        tell: something else changed that the merchant's systems should hear of, whether or not the standing does.
    """
    granted_plan = find_granted_plan(subscription.tenant_id)
    subscription.granted_until = granted_plan.over_at if granted_plan else None
    # Where nobody is charged any more nobody could pay: debts stay on record, and count again when it is switched on.
    stand = stand_at(facts_of(subscription), now) if is_billing_on() else Stand(Standing.ACTIVE, None, None)
    before = Standing(subscription.standing)
    changed = stand.standing != before
    if changed:
        subscription.standing, subscription.standing_since = stand.standing, now
        SubscriptionStep.objects.create(
            tenant_id=subscription.tenant_id, tenant_role=subscription.tenant_role, what="standing",
            before=before, after=stand.standing, by=by[:254], because=because[:200], at=now,
        )  # fmt: skip
    subscription.save()
    granted = _grant(subscription, granted_plan, by, now)
    set_standing(tenant_id=subscription.tenant_id, standing=stand.standing)
    if changed or granted or tell:
        _tell(subscription, before, now)
    return stand


def _grant(subscription: Subscription, granted_plan: GrantedPlan | None, by: str, now: dt.datetime) -> bool:
    """Give the merchant what it pays for, or was granted, where that is another plan or edition than it has."""
    runs = granted_plan is not None and granted_plan.runs_at(now)
    wanted = granted_plan.plan if granted_plan is not None and runs else subscription.plan_at(now)
    held = find_entitlement(subscription.tenant_id)
    newer = held is not None and not runs and wanted == subscription.plan and held.version < subscription.version
    if held is not None and held.plan == wanted and not newer:
        return False
    if wanted not in PLANS:
        # No edition of it is left to copy: it goes on with what it has, and everything else is settled all the same.
        logger.error(
            "plan %s of %s is not in the offer any more: its limits stay as they are", wanted, subscription.tenant_role
        )
        return False
    tenant = directory.find_by_id(subscription.tenant_id)
    if tenant is None:
        raise RecordNotFound(id=public_id("ten", subscription.tenant_id))
    change_plan(tenant=tenant, plan=wanted, by=by, now=now)
    return True


def _tell(subscription: Subscription, before: Standing, now: dt.datetime) -> None:
    tenant = directory.find_by_id(subscription.tenant_id)
    if tenant is None:
        raise RecordNotFound(id=public_id("ten", subscription.tenant_id))
    outside = public_id("sub", subscription.tenant_id)
    facts: dict[str, Any] = {
        "id": outside,
        "plan": subscription.plan_at(now),
        "status": subscription.status,
        "standing": str(subscription.standing),
        "interval": subscription.interval,
        "current_period_end": _iso(subscription.period_end),
        "trial_ends_at": _iso(subscription.trial_ends_at),
        "cancel_at": _iso(subscription.cancel_at),
    }
    with tenant_context(tenant):
        updated = SubscriptionUpdated(**facts)
        publish_event(updated, object_id=outside, now=now, sequence=find_next_sequence(outside))
        if before == Standing.ACTIVE and subscription.standing == Standing.GRACE and subscription.unpaid_since:
            late = SubscriptionPastDue(**facts, unpaid_since=_iso(subscription.unpaid_since) or "")
            publish_event(late, object_id=outside, now=now, sequence=find_next_sequence(outside))


def _iso(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
