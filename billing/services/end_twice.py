from __future__ import annotations

import datetime as dt
import logging

from billing.models import BillingAccount, SubscriptionStep
from billing.numbers import number_of
from billing.providers.base import Engine

logger = logging.getLogger(__name__)


def end_twice(*, account: BillingAccount, engine: Engine, remote_id: str, now: dt.datetime) -> int:
    """A merchant subscribed a second time beside a running subscription (in two tabs): end the second, its money goes back.

    Doing it again is harmless. History says so, and so does the log: somebody should look how that came.

    Returns:
        Minor units that went back.
    """
    returned = engine.take_back(remote_id, number_of("twice", remote_id))
    SubscriptionStep.objects.create(
        tenant_id=account.tenant_id, tenant_role=account.tenant_role, what="duplicate", before=remote_id[:64],
        after="ended", by="provider", because=f"returned {returned}", at=now,
    )  # fmt: skip
    logger.warning("subscription %s was a second one of merchant %s: ended", remote_id, account.tenant_id)
    return returned
