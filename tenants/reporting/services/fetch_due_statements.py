from __future__ import annotations

import datetime as dt
from typing import Final

from tenants.payments.selectors import list_gateway_accounts
from tenants.reporting.channels import CLOCKS, READY_AFTER, yesterday
from tenants.reporting.enums import StatementFormat, StatementState
from tenants.reporting.errors import StatementRepeated
from tenants.reporting.models import Statement
from tenants.reporting.month import list_days
from tenants.reporting.services.fetch_statement import fetch_statement

BACK: Final = 7  # days that are still asked for, after a time in which nothing could be fetched
ATTEMPTS: Final = 4
AGAIN: Final = dt.timedelta(hours=6)  # after an institution refused: its statement may be late


def fetch_due_statements(*, now: dt.datetime) -> int:
    """Have the statement of each day with trades fetched once the institution has it, where nobody loaded one; a chore.

    A day whose statement somebody took back, or stopped, is left to them.

    Returns:
        How many days are fetched now.
    """
    started = 0
    for account in list_gateway_accounts():
        if account.gateway in READY_AFTER:
            for day in _due(account.gateway, account.created_at, now):
                try:
                    fetch_statement(gateway=account.gateway, day=day, created_by="", now=now)
                except StatementRepeated:  # somebody was quicker
                    continue
                started += 1
    return started


def _due(gateway: str, opened_at: dt.datetime, now: dt.datetime) -> list[dt.date]:
    last = yesterday(gateway, now - READY_AFTER[gateway])
    first = max(last - dt.timedelta(days=BACK - 1), opened_at.astimezone(CLOCKS[gateway]).date())
    if first > last:
        return []
    missing = [day.date for day in list_days(gateway, first, last, now) if day.tone == "missing"]
    if not missing:
        return []
    asked: dict[dt.date, list[Statement]] = {}
    before = Statement.objects.filter(gateway=gateway, format=StatementFormat.FETCHED, first_day__in=missing)
    for each in before.defer("errors"):
        asked.setdefault(each.first_day, []).append(each)
    return [day for day in missing if _may_ask(asked.get(day, []), now)]


def _may_ask(before: list[Statement], now: dt.datetime) -> bool:
    if any(each.state != StatementState.REJECTED for each in before):
        return False
    return len(before) < ATTEMPTS and all(each.created_at <= now - AGAIN for each in before)
