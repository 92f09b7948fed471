from __future__ import annotations

import datetime as dt
import uuid

from webhooks.enums import DeliveryStatus
from webhooks.models import Delivery


def skip_waiting(*, endpoint_id: uuid.UUID, now: dt.datetime) -> int:
    """For the platform: what waits for an endpoint that gets nothing any more is over. A recovery finds it again.

    What is being sent at this moment is left to who sends it: it may arrive.

    Returns:
        How many deliveries were skipped.
    """
    waiting = Delivery.objects.filter(endpoint_id=endpoint_id, due_at__isnull=False, lease=None)
    return waiting.update(status=DeliveryStatus.SKIPPED, due_at=None, completed_at=now)
