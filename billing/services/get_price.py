from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.errors import PlanNotForSale
from billing.models import Price
from billing.selectors import find_price
from billing.services.ensure_prices import ensure_prices
from platform_core.entitlements.plans import PLANS


def get_price(*, plan: str, interval: str, now: dt.datetime) -> Price:
    """What a plan, as it is today, is called at the provider; made there if it is missing. In the platform's context.

    Raises:
        PlanNotForSale: there is no such plan, or not at this interval.
        BillingUnavailable, BillingRefused, BillingOff
    """
    edition = PLANS.get(plan)
    if edition is None or interval not in edition.prices:
        raise PlanNotForSale(plan=plan[:32], interval=interval[:8])
    provider = get_engine().name
    if (found := find_price(provider, plan, edition.version, interval)) is not None:
        return found
    ensure_prices(now=now)
    made = find_price(provider, plan, edition.version, interval)
    if made is None:
        raise PlanNotForSale(plan=plan, interval=interval)
    return made
