from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.ids import first_id_at
from webhooks.enums import TallySpan
from webhooks.models import Delivery, DeliveryAttempt, Redelivery, SigningSecret, Tally
from webhooks.services.add_up_attempts import add_up_attempts

KEPT = dt.timedelta(days=30)
MINUTES_KEPT = dt.timedelta(hours=1)  # the breaker looks back for minutes
SLICE = 5_000


def purge_deliveries(*, now: dt.datetime) -> int:
    """Delete deliveries that have been over for 30 days, with their attempts, old counts, and secrets that sign no more.

    Returns:
        How many rows went.
    """
    add_up_attempts(now=now)  # before hours go
    gone = SigningSecret.objects.filter(valid_until__lte=now).delete()[0]
    gone += Tally.objects.filter(span=TallySpan.MINUTE, at__lt=now - MINUTES_KEPT).delete()[0]
    gone += Tally.objects.filter(at__lt=now - KEPT).delete()[0]
    gone += Redelivery.objects.filter(done_at__lt=now - KEPT).delete()[0]
    while old := list(_old(now)):
        gone += DeliveryAttempt.objects.filter(delivery_id__in=old).delete()[0]
        gone += Delivery.objects.filter(id__in=old).delete()[0]
    return gone


def _old(now: dt.datetime) -> list[uuid.UUID]:
    """Read along the ids, which rise with time: what was made before and is over as long."""
    rows = Delivery.objects.filter(id__lt=first_id_at(now - KEPT), completed_at__lt=now - KEPT).order_by("id")
    return list(rows.values_list("id", flat=True)[:SLICE])
