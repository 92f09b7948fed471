from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from billing.models import GrantedPlan
from billing.services.end_granted_plan import end_granted_plan
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
MOST: Final = 500  # in one go; the next goes on


def end_due_grants(*, now: dt.datetime) -> int:
    """End what was granted until a date that has come: those merchants have what they pay for again.

    Returns:
        How many there were.
    """
    with platform_context():
        due = GrantedPlan.objects.filter(ended_at__isnull=True, until__lte=now).order_by("until")
        ids = list(due.values_list("tenant_id", flat=True)[:MOST])
    done = 0
    for tenant_id in ids:
        try:
            done += end_granted_plan(tenant_id=tenant_id, by="clock", because="", now=now, only_if_over=True)
        except Exception:  # it is tried again in a minute; the others are not held up
            logger.exception("granted plan of %s not ended", tenant_id)
    return done
