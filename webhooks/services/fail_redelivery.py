from __future__ import annotations

import uuid

from platform_core.kernel.clock import now, on_the_wall
from platform_core.tenancy.context import platform_context
from webhooks.enums import RedeliveryState
from webhooks.models import Redelivery


def fail_redelivery(*, redelivery_id: uuid.UUID) -> None:
    """A redelivery whose last try has failed is over; what it has put in line is sent."""
    with platform_context():
        row = Redelivery.objects.filter(pk=redelivery_id, done_at=None)
        row.update(state=RedeliveryState.FAILED, done_at=on_the_wall(now()))
