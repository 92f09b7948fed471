from __future__ import annotations

import datetime as dt

from billing.engines import get_engine
from billing.models import Price
from platform_core.entitlements.plans import OFFER
from platform_core.tenancy.context import platform_context


def ensure_prices(*, now: dt.datetime) -> int:
    """Make at the provider what is missing of products, prices and meters of what is for sale, and note what they are called.

    Returns:
        How many prices were new to us.

    Raises:
        BillingUnavailable, BillingOff
        BillingRefused: a price costs something else there (``price_differs``): a plan whose price changes gets a higher version.
    """
    engine = get_engine()
    made = engine.ensure_prices(OFFER.for_sale, OFFER.currency)
    new = 0
    with platform_context():
        for (plan, version, interval), remote_id in made.items():
            amount = OFFER.plans[plan].prices[interval]
            _row, created = Price.objects.update_or_create(
                provider=engine.name, plan=plan, version=version, interval=interval,
                defaults={"remote_id": remote_id, "amount": amount, "currency": OFFER.currency},
                create_defaults={"remote_id": remote_id, "amount": amount, "currency": OFFER.currency, "created_at": now},
            )  # fmt: skip
            new += created
    return new
