"""How many codes the current shop issued in a month of its own calendar, and how many it may."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import orjson
from django.db import DataError
from django.db.models import Sum

from platform_core.entitlements.enums import Limit
from platform_core.entitlements.errors import LimitReached
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.own_rights import upgrade_url
from tenants.issuance.models import MonthCodes

USED_UP = "22K02"  # SQLSTATE of check_month_codes


def month_of(now: dt.datetime) -> dt.date:
    """The first day of the month that it is in the shop."""
    return now.astimezone(ZoneInfo(current_tenant().time_zone)).date().replace(day=1)


def find_month_codes(now: dt.datetime) -> int:
    """How many codes were issued in this month, in live mode."""
    rows = MonthCodes.objects.filter(month=month_of(now))
    return rows.aggregate(codes=Sum("codes"))["codes"] or 0


def check_codes_left(*, most: int | None, wanted: int, now: dt.datetime) -> None:
    """Are so many left of this month's codes? For what will be paid later: nothing is taken, and who pays is given them in any case.

    Args:
        most: what the plan allows in a month; None: there is nothing to ask.

    Raises:
        LimitReached
    """
    if most is not None and (used := find_month_codes(now)) + wanted > most:
        raise month_used_up(most, used)


def month_used_up(most: int, used: int) -> LimitReached:
    """What is said to who wants more."""
    return LimitReached(quota=Limit.CODES.value, limit=most, used=used, upgrade_url=upgrade_url())


def used_up_of(error: DataError) -> LimitReached:
    """What the database said when it refused."""
    detail = orjson.loads(error.__cause__.diag.message_detail)  # type: ignore[union-attr]
    return month_used_up(detail["limit"], detail["used"])
