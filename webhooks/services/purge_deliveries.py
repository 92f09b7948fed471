from __future__ import annotations

import datetime as dt

from webhooks.models import Delivery, SigningSecret

KEPT = dt.timedelta(days=30)
SLICE = 5_000


def purge_deliveries(*, now: dt.datetime) -> int:
    """Delete deliveries that have been over for 30 days, with their attempts, and secrets that sign no more.

    Returns:
        How many rows went.
    """
    gone = SigningSecret.objects.filter(valid_until__lte=now).delete()[0]
    while True:
        old = Delivery.objects.filter(completed_at__lt=now - KEPT).order_by("completed_at").values("id")[:SLICE]
        deleted = Delivery.objects.filter(id__in=old).delete()[0]
        gone += deleted
        if not deleted:
            return gone
