from __future__ import annotations

import datetime as dt
from typing import Final

from billing.models import BillingCheck, ProviderEvent

# An event is sent again for three days, and can be asked for during thirty: by then nobody brings it any more.
EVENTS_KEPT: Final = dt.timedelta(days=90)
CHECKS_KEPT: Final = dt.timedelta(days=180)
SLICE: Final = 5_000


def purge_provider_records(*, now: dt.datetime) -> int:
    """Delete events that were dealt with and came 90 days ago, and comparisons of 180 days ago. In the platform's context.

    What was not dealt with is kept, however old: somebody has to look at it.

    Returns:
        How many rows went.
    """
    over = ProviderEvent.objects.filter(handled_at__isnull=False, received_at__lt=now - EVENTS_KEPT)
    gone = BillingCheck.objects.filter(began_at__lt=now - CHECKS_KEPT).delete()[0]
    while old := list(over.values_list("pk", flat=True)[:SLICE]):
        gone += ProviderEvent.objects.filter(pk__in=old).delete()[0]
    return gone
