"""A cell of a sheet as people read it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from platform_core.kernel.money import to_major
from tenants.reporting.reports.sheet import DAY, MOMENT, MONEY, MONTH, NUMBER, Column


def in_zone(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """By the shop's clock, without a zone; one that came without a zone is by that clock already."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def text_of(column: Column, value: Any, currency: str, zone: ZoneInfo) -> str:
    """Amounts with their decimals and groups of thousands, days and moments of the shop."""
    if value is None or value == "":
        return ""
    if column.kind == MONEY:
        return f"{to_major(value, currency):,f}"
    if column.kind == NUMBER:
        return f"{value:,d}"
    if column.kind == MONTH and isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    if column.kind == DAY and isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    if column.kind == MOMENT and isinstance(value, dt.datetime):
        return f"{in_zone(value, zone):%Y-%m-%d %H:%M:%S}"
    return str(value)
