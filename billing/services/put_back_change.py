from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from billing.engines import get_engine
from billing.numbers import number_of
from billing.selectors import find_subscription, list_steps
from billing.services.sync_customer import sync_customer
from billing.services.weigh_change import CHANGEABLE
from platform_core.tenancy.context import platform_context

NOBODY: Final = ("provider", "clock")


def put_back_change(*, tenant_id: uuid.UUID, first: str, before: str, asked_at: dt.datetime, now: dt.datetime) -> bool:
    """Let a downgrade wait again that was taken back for an upgrade which never came: what a change looks after that was cut off.

    Args:
        first: the provider's name of the price that the upgrade goes out from: what is paid for.
        before: that of the smaller one, which waited.
        asked_at: when the upgrade was asked for. What somebody decided later holds.

    Returns:
        Whether there was something to put back.

    Raises:
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        held = find_subscription(tenant_id)
        if held is None or not held.remote_id:
            return False
        engine = get_engine(held.provider)
        remote = engine.find_subscription(held.remote_id)
        decided = list_steps(tenant_id).filter(what="plan", at__gt=asked_at).exclude(by__in=NOBODY).exists()
        if remote is None or remote.price_id != first or remote.status not in CHANGEABLE or decided:
            return False
        moment = now.replace(microsecond=0)
        number = number_of(held.remote_id, held.ticket, first, before)
        engine.change_price(held.remote_id, before, moment, False, number)
    sync_customer(tenant_id=tenant_id, now=now)
    return True
