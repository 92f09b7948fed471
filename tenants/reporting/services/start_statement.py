from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from tenants.payments.selectors import find_gateway_account
from tenants.reporting.channels import merchant_of, period_of, yesterday
from tenants.reporting.enums import StatementFormat
from tenants.reporting.errors import StatementRefused, StatementRepeated
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import LIVE, RUNNING

LONGEST = 400  # days


def start_statement(
    *,
    gateway: str,
    format: str,
    upload: str,
    filename: str,
    bytes: int,
    digest: bytes,
    first_day: dt.date,
    last_day: dt.date,
    covers: tuple[bool, bool],
    created_by: str,
    now: dt.datetime,
) -> Statement:
    """Note a statement and have a job load and match it.

    Args:
        upload: name of the sealed upload; "": the institution is asked for the day.
        digest: SHA-256 of the file, or of what was asked for.
        first_day: with ``last_day`` the days that are complete in it, by the institution's clock.
        covers: whether all payments, and all refunds, of these days stand in it.

    Raises:
        StatementRepeated: the same was loaded already; ``statement_id`` says as which.
        StatementRefused: the period is none, or not over.
    """
    if first_day > last_day or (last_day - first_day).days >= LONGEST:
        raise StatementRefused(reason="period_invalid")
    if last_day > yesterday(gateway, now):
        raise StatementRefused(reason="day_not_over")
    starts_at, ends_at = period_of(gateway, first_day, last_day)
    statement = Statement(
        gateway=gateway, format=StatementFormat(format), upload=upload, filename=filename[:120], bytes=bytes, digest=digest,
        first_day=first_day, last_day=last_day, starts_at=starts_at, ends_at=ends_at, covers_payments=covers[0],
        covers_refunds=covers[1], created_by=created_by, created_at=now,
    )  # fmt: skip
    account = find_gateway_account(gateway)
    statement.merchant = merchant_of(account)[:40] if account else ""
    try:
        with transaction.atomic():
            statement.save(force_insert=True)
            payload = {"statement_id": str(statement.id)}
            enqueue_job(JobName.LOAD_STATEMENT, key=f"statement:{statement.id}", payload=payload, now=now)
    except IntegrityError as error:
        same = Statement.objects.filter(gateway=gateway, digest=digest, state__in=[*LIVE, *RUNNING]).first()
        if same is None:
            raise
        raise StatementRepeated(statement_id=str(same.id)) from error
    return statement
