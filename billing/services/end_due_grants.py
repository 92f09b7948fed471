from __future__ import annotations

import datetime as dt
from typing import Final

from billing.models import GrantedPlan
from billing.services.end_granted_plan import end_granted_plan
from platform_core.tenancy.context import platform_context

MOST: Final = 500  # in one go; the next goes on


def end_due_grants(*, now: dt.datetime) -> int:
    """End what was granted until a date that has come: those merchants have what they pay for again.

    Returns:
        How many there were.
    """
    with platform_context():
        due = GrantedPlan.objects.filter(ended_at__isnull=True, until__lte=now).order_by("until")
        ids = list(due.values_list("tenant_id", flat=True)[:MOST])
    return sum(end_granted_plan(tenant_id=tenant_id, by="clock", because="", now=now) for tenant_id in ids)
