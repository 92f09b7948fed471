from __future__ import annotations

import datetime as dt
import hashlib

from tenants.payments.selectors import find_gateway_account
from tenants.reporting.enums import StatementFormat
from tenants.reporting.errors import StatementRefused
from tenants.reporting.models import Statement
from tenants.reporting.services.start_statement import start_statement


def fetch_statement(*, gateway: str, day: dt.date, created_by: str, now: dt.datetime) -> Statement:
    """Have a job ask the institution for its own statement of a day, and match it.

    Raises:
        StatementRepeated: that day was fetched already.
        StatementRefused: the shop has no account there, or the day is not over.
    """
    if find_gateway_account(gateway) is None:
        raise StatementRefused(reason="no_account", found=gateway)
    return start_statement(
        gateway=gateway,
        format=StatementFormat.FETCHED,
        upload="",
        filename=f"{gateway}-{day:%Y%m%d}",
        bytes=0,
        digest=hashlib.sha256(f"{gateway}/{day.isoformat()}".encode()).digest(),
        first_day=day,
        last_day=day,
        covers=(True, True),
        created_by=created_by,
        now=now,
    )
