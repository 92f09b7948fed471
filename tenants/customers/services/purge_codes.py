from __future__ import annotations

import datetime as dt

from tenants.customers.models import FailedLogIn, OneTimeCode
from tenants.customers.selectors import WINDOW

KEPT = dt.timedelta(days=1)  # as long as they are counted


def purge_codes(*, now: dt.datetime) -> int:
    """Delete one-time codes and failures that are counted no more: with them go contacts of people without an account.

    Returns:
        How many were deleted.
    """
    codes, _kinds = OneTimeCode.objects.filter(created_at__lt=now - KEPT).delete()
    failures, _kinds = FailedLogIn.objects.filter(since__lt=now - WINDOW).delete()
    return codes + failures
