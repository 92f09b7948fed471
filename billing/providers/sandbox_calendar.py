"""Periods of the sandbox: months are counted from an anchor, so that the 31st comes back after a month that has none."""

from __future__ import annotations

import calendar
import datetime as dt


def add_months(anchor: dt.datetime, months: int) -> dt.datetime:
    """So many months after ``anchor``, at the same time of day in UTC; on the last day of a month that is too short."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = min(anchor.day, calendar.monthrange(year, month + 1)[1])
    return anchor.replace(year=year, month=month + 1, day=day)
