from __future__ import annotations

import datetime as dt

from tenants.customers.models import FailedLogIn, OneTimeCode, PaymentChallenge
from tenants.customers.selectors import WINDOW

KEPT = dt.timedelta(days=1)  # as long as they are counted


def purge_codes(*, now: dt.datetime) -> int:
    """Delete one-time codes, failures and confirmations that are over: with them go contacts of people without an account.

    Returns:
        How many were deleted.
    """
    codes, _kinds = OneTimeCode.objects.filter(created_at__lt=now - KEPT).delete()
    failures, _kinds = FailedLogIn.objects.filter(since__lt=now - WINDOW).delete()
    challenges, _kinds = PaymentChallenge.objects.filter(expires_at__lt=now - KEPT).delete()
    return codes + failures + challenges
