from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import transaction

from billing.engines import get_engine
from billing.errors import BillingRefused, PlanTooSmall
from billing.models import Price, Subscription
from billing.numbers import number_of
from billing.selectors import find_price
from billing.services.sync_customer import sync_customer
from billing.services.weigh_change import weigh_change
from platform_core.entitlements.plans import PLANS
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.ids import new_id
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.reference import TenantRef

# How old a preview may be: what it says is what is billed.
PREVIEW_HOLDS: Final = dt.timedelta(hours=1)
CUT_OFF: Final = dt.timedelta(minutes=2)  # longer than a change takes, with all its calls


def change_subscription(
    *, tenant: TenantRef, plan: str, interval: str, at: dt.datetime, by: str, now: dt.datetime
) -> Subscription:
    """Go over to another plan or interval. More is had and billed at once, less comes when what is paid is over.

    Where the payment of an upgrade is refused nothing changes. Who pays by bill has the larger plan until that bill is due, and is
    late then as with any other.

    Args:
        tenant: the live one.
        at: as of the preview that was shown; the same moment again is the same change.
        by: who decided it.

    Raises:
        PlanNotForSale: or it is the one that the merchant has.
        SubscriptionStateInvalid: it does not subscribe, or owes a bill.
        PlanTooSmall: the shop has more than the plan allows.
        BillingRefused: the provider could not collect the difference (``reason``: its own code); nothing changed.
        BillingUnavailable, BillingOff
    """
    change = weigh_change(tenant=tenant, plan=plan, interval=interval, now=now)
    if change.smaller:
        _check_room(tenant, plan)
    held = change.subscription
    moment = at if now - PREVIEW_HOLDS <= at <= now else now.replace(microsecond=0)
    # Of what it goes out from, as it was read last: who was refused and mended its card asks for something new.
    number = number_of(held.remote_id, held.ticket, held.plan, held.version, held.interval, moment.isoformat())
    engine = get_engine(held.provider)
    if change.first is not None:
        _look_after(held, change.first, now)
    try:
        if change.first is not None:
            engine.change_price(held.remote_id, change.first.remote_id, moment, False, number)
        engine.change_price(held.remote_id, change.price.remote_id, moment, change.prorate, number)
    except BillingRefused:
        if change.first is not None:
            _wait_again(held, moment, number)
        sync_customer(tenant_id=tenant.id, now=now, by=by)
        raise
    return sync_customer(tenant_id=tenant.id, now=now, by=by) or held


def _look_after(held: Subscription, first: Price, now: dt.datetime) -> None:
    """Two calls follow. Whatever cuts us off between them: a job finds the downgrade that waits no more, and lets it wait again."""
    with platform_context(), transaction.atomic():
        before = find_price(held.provider, held.plan, held.version, held.interval)
        if before is not None:
            enqueue_job(
                JobName.PUT_BACK_CHANGE,
                key=f"billing-change:{new_id().hex}",  # each time: the job of the time before may be over
                payload={
                    "tenant_id": str(held.tenant_id), "first": first.remote_id, "before": before.remote_id, "asked_at": now.isoformat(),
                },
                now=now,
                delay=CUT_OFF,
            )  # fmt: skip


def _wait_again(held: Subscription, moment: dt.datetime, number: str) -> None:
    """The change to something smaller was taken back for an upgrade that was not paid: it waits as before, and no more is billed."""
    with platform_context():
        before = find_price(held.provider, held.plan, held.version, held.interval)
    if before is not None:
        get_engine(held.provider).change_price(
            held.remote_id, before.remote_id, moment, False, number_of(number, "back")
        )


def _check_room(tenant: TenantRef, plan: str) -> None:
    """Refuse a plan that the shop does not fit into. What a shop has is counted by those who know shops."""
    limits: dict[str, int | bool | None] = {
        "skus": PLANS[plan].allowance.skus,
        "staff": PLANS[plan].allowance.staff,
        "webhook_endpoints": PLANS[plan].allowance.endpoints,
        "storage_mb": PLANS[plan].allowance.storage_mb,
        "custom_domain": PLANS[plan].allowance.custom_domain,
    }
    used: dict[str, int] = {}
    for count in load(settings.KAQUAN_SHOP_USE):
        counted: Mapping[str, int] = count(tenant)
        used |= counted
    over = {
        name: {"used": used[name], "limit": int(limit)}
        for name, limit in limits.items()
        if limit is not None and used.get(name, 0) > int(limit)
    }
    if over:
        raise PlanTooSmall(plan=plan, over=over)
