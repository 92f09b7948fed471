"""The one place that asks for the time, so that tests can move it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present moment, timezone-aware, in UTC."""
    return timezone.now()


def local_date(moment: dt.datetime, zone: str) -> dt.date:
    """The calendar date of ``moment`` in the IANA time zone ``zone``: expiry dates are the shop's dates."""
    return moment.astimezone(ZoneInfo(zone)).date()
