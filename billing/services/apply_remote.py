from __future__ import annotations

import datetime as dt
from typing import Any, Final

from billing.enums import SubscriptionStatus
from billing.models import Price, Subscription, SubscriptionStep
from billing.monthly import PAYING, monthly_value
from billing.providers.base import RemoteSubscription
from billing.selectors import find_price_by_remote, find_unpaid_since, list_prices
from billing.services.settle_standing import settle_standing
from billing.standing import OWING

SAME_NAMED: Final = (
    "status", "interval", "amount", "discount", "currency", "collection", "coupon",
    "period_start", "period_end", "cancel_at", "ended_at",
)  # fmt: skip


def apply_remote(
    *,
    subscription: Subscription,
    provider: str,
    remote: RemoteSubscription,
    by: str,
    now: dt.datetime,
    because: str = "",
) -> bool:
    """Write what the provider says onto a merchant's row, with history, and settle what follows. The only place that does.

    In the caller's transaction, in the platform's context, with the row locked and the reader's ticket still the newest.

    Args:
        subscription: the row; it may be new.
        by: who made it change; ``provider`` where nobody of ours did.

    Returns:
        Whether anything was different.
    """
    price = find_price_by_remote(provider, remote.price_id)
    before = {name: getattr(subscription, name) for name in (*SAME_NAMED, "plan", "version", "remote_id")}
    worth = monthly_value(subscription)
    _hold(subscription, remote, price, now)
    subscription.provider, subscription.remote_id = provider, remote.id
    for name in SAME_NAMED:
        setattr(subscription, name, getattr(remote, name))
    if price is not None:
        subscription.plan, subscription.version = price.plan, price.version
    if remote.trial_ends_at is not None:
        subscription.trial_ends_at = remote.trial_ends_at
    since = find_unpaid_since(subscription.tenant_id, remote.id, now)
    if since is None and remote.status in OWING:
        since = subscription.unpaid_since or remote.period_start or now
    owed = subscription.unpaid_since != since
    subscription.unpaid_since, subscription.synced_at = since, now
    told = _steps(subscription, before, monthly_value(subscription) - worth)
    SubscriptionStep.objects.bulk_create([
        SubscriptionStep(
            tenant_id=subscription.tenant_id, tenant_role=subscription.tenant_role, by=by[:254], because=because[:200], at=now, **each
        )
        for each in told
    ])  # fmt: skip
    settle_standing(subscription=subscription, by=by, now=now, tell=bool(told), because=because)
    return bool(told) or owed


def _hold(subscription: Subscription, remote: RemoteSubscription, price: Price | None, now: dt.datetime) -> None:
    """Who goes over to something cheaper within a period that is paid keeps what it paid for until the period is over."""
    same_period = (
        subscription.remote_id == remote.id
        and subscription.interval == remote.interval
        and subscription.period_end == remote.period_end
        and remote.period_end is not None
        and remote.period_end > now
    )
    if not same_period or remote.status not in PAYING:
        subscription.held_plan, subscription.held_until = "", None
        return
    if price is None:
        return
    cheaper = subscription.status in PAYING and remote.amount < subscription.amount
    if price.plan != subscription.plan and cheaper and not subscription.held_plan:
        subscription.held_plan, subscription.held_until = subscription.plan, remote.period_end
    paid_for = list_prices(price.provider, subscription.held_plan, remote.interval).first()
    if paid_for is not None and price.amount >= paid_for.amount:
        subscription.held_plan, subscription.held_until = "", None  # as much as it had, or more


def _steps(subscription: Subscription, before: dict[str, Any], worth: int) -> list[dict[str, Any]]:
    """What changed, in words of history. What it is worth more or less a month stands on the first."""
    told: list[dict[str, Any]] = []
    if before["remote_id"] != subscription.remote_id:
        told.append({"what": "subscribed", "before": before["plan"], "after": subscription.plan})
    elif before["plan"] != subscription.plan or before["interval"] != subscription.interval:
        told.append({
            "what": "plan", "before": f"{before['plan']} {before['interval']}",
            "after": f"{subscription.plan} {subscription.interval}",
        })  # fmt: skip
    if before["status"] != subscription.status:
        over = subscription.status == SubscriptionStatus.CANCELED
        told.append({
            "what": "ended" if over else "status", "before": before["status"], "after": subscription.status,
        })  # fmt: skip
    if before["remote_id"] == subscription.remote_id and _is_later(subscription.period_start, before["period_start"]):
        told.append({"what": "renewed", "after": _day(subscription.period_end)})
    if before["cancel_at"] != subscription.cancel_at and subscription.ended_at is None:
        what = "cancel_set" if subscription.cancel_at else "cancel_unset"
        told.append({"what": what, "before": _day(before["cancel_at"]), "after": _day(subscription.cancel_at)})
    if worth and not told:  # a coupon began or ran out
        told.append({"what": "plan", "before": subscription.plan, "after": subscription.plan})
    if told:
        told[0]["amount"] = worth
    return told


def _is_later(moment: dt.datetime | None, before: dt.datetime | None) -> bool:
    return moment is not None and before is not None and moment > before


def _day(moment: dt.datetime | None) -> str:
    return moment.date().isoformat() if moment is not None else ""
