from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from webhooks.enums import TallySpan
from webhooks.locks import get_attempt_total_locked
from webhooks.models import Tally

SETTLED = dt.timedelta(hours=1)  # behind its end nobody counts in an hour any more


def add_up_attempts(*, now: dt.datetime) -> None:
    """For the platform: add hours that are over to the attempts counted since ever. Each hour is added once."""
    until = now.replace(minute=0, second=0, microsecond=0) - SETTLED
    with transaction.atomic():
        total = get_attempt_total_locked()
        if until <= total.until:
            return
        hours = Tally.objects.filter(span=TallySpan.HOUR, at__gte=total.until, at__lt=until)
        sums = hours.aggregate(succeeded=Sum("succeeded"), failed=Sum("failed"))
        total.succeeded += sums["succeeded"] or 0
        total.failed += sums["failed"] or 0
        total.until = until
        total.save(update_fields=["until", "succeeded", "failed"])
