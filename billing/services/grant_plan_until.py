from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction

from billing.errors import PlanNotForSale, SubscriptionStateInvalid
from billing.locks import find_granted_plan_locked, find_subscription_locked
from billing.models import GrantedPlan, SubscriptionStep
from billing.services.settle_standing import settle_standing
from platform_core.entitlements.plans import OFFER
from platform_core.tenancy.context import platform_context

LONGEST: Final = dt.timedelta(days=366)


def grant_plan_until(
    *, tenant_id: uuid.UUID, plan: str, until: dt.datetime, by: str, because: str, now: dt.datetime
) -> GrantedPlan:
    """Let a merchant use a plan for nothing until a date, whatever it subscribes to meanwhile; one that runs is replaced.

    What it pays for goes on being paid for. When the date comes it has that again; a trial or a subscription that ended before leads
    down the stairs from that date on. A debt stays one.

    Args:
        tenant_id: of the live tenant.
        plan: one that is for sale.
        until: at most a year ahead.
        by: who of the staff decided it.
        because: why; the history keeps it.

    Raises:
        PlanNotForSale
        SubscriptionStateInvalid: the merchant is charged nothing (``none``): it has no limits that a plan could raise; or ``reason`` says
            what is wrong with the wish: ``because``, ``not_later`` than this moment, ``too_long``.
    """
    if plan not in {each.code for each in OFFER.for_sale}:
        raise PlanNotForSale(plan=plan[:32])
    with platform_context(), transaction.atomic():
        subscription = find_subscription_locked(tenant_id)
        if subscription is None:
            raise SubscriptionStateInvalid(state="none")
        if fault := _find_fault(until, because, now):
            raise SubscriptionStateInvalid(state=subscription.status, reason=fault)
        before = find_granted_plan_locked(tenant_id)
        granted, _new = GrantedPlan.objects.update_or_create(
            tenant_id=tenant_id,
            defaults={
                "tenant_role": subscription.tenant_role, "plan": plan, "until": until, "by": by[:254],
                "because": because.strip()[:200], "granted_at": now, "ended_at": None,
            },
        )  # fmt: skip
        SubscriptionStep.objects.create(
            tenant_id=tenant_id, tenant_role=subscription.tenant_role, what="granted",
            before=before.plan if before is not None and before.runs_at(now) else "",
            after=f"{plan} {until.isoformat()}", by=by[:254], because=because.strip()[:200], at=now,
        )  # fmt: skip
        settle_standing(subscription=subscription, by=by, now=now, tell=True, because=because.strip())
        return granted


def _find_fault(until: dt.datetime, because: str, now: dt.datetime) -> str | None:
    if not because.strip():
        return "because"
    if until <= now:
        return "not_later"
    return "too_long" if until > now + LONGEST else None
