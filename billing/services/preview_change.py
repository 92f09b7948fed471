from __future__ import annotations

import dataclasses
import datetime as dt

from billing.engines import get_engine
from billing.providers.base import Preview
from billing.services.weigh_change import weigh_change
from platform_core.tenancy.reference import TenantRef


def preview_change(*, tenant: TenantRef, plan: str, interval: str, now: dt.datetime) -> Preview:
    """What going over to another plan or interval would cost. The change made with the preview's ``at`` costs just that.

    Args:
        tenant: the live one.

    Raises:
        PlanNotForSale: or it is the one that the merchant has.
        SubscriptionStateInvalid: it does not subscribe, or owes a bill.
        BillingUnavailable, BillingRefused, BillingOff
    """
    change = weigh_change(tenant=tenant, plan=plan, interval=interval, now=now)
    at = now.replace(microsecond=0)
    engine = get_engine(change.subscription.provider)
    remote_id = change.subscription.remote_id
    wanted = engine.preview_change(remote_id, change.price.remote_id, at, change.prorate)
    if change.first is None or not change.prorate:
        return wanted
    # At the provider the smaller plan stands already, but the bigger one is paid for: the difference is that to the bigger one.
    paid = engine.preview_change(remote_id, change.first.remote_id, at, True)
    given = tuple(dataclasses.replace(each, amount=-each.amount) for each in paid.lines if each.amount > 0)
    lines = (*given, *(each for each in wanted.lines if each.amount > 0))
    return dataclasses.replace(wanted, lines=lines, due_now=sum(each.amount for each in lines))
