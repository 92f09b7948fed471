"""The job of a statement: its lines in one transaction, then the matching in another. Killed at any point it is done anew."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken
from tenants.inventory.uploads import delete_upload
from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.reporting.enums import StatementState
from tenants.reporting.errors import StatementRefused
from tenants.reporting.loading import Counted, fetch_rows, open_rows
from tenants.reporting.locks import get_statement_locked
from tenants.reporting.models import Statement
from tenants.reporting.services.match_channel import match_channel
from tenants.reporting.services.store_lines import LoadingStopped, store_lines


def load_statement(*, statement_id: uuid.UUID, now: dt.datetime) -> None:
    """Load and match a statement. Doing it again after it is over changes nothing."""
    statement = _begin(statement_id)
    if statement is None:
        return
    if statement.is_running and not _load(statement):
        return
    delete_upload(statement.upload)
    match_channel(gateway=statement.gateway, since=statement.starts_at, until=statement.ends_at, now=now)


def _begin(statement_id: uuid.UUID) -> Statement | None:
    """Take it over, from whoever began it before; None: nothing is left to do."""
    with transaction.atomic():
        try:
            statement = get_statement_locked(statement_id)
        except RecordNotFound:
            return None
        if statement.state == StatementState.QUEUED:
            statement.state = StatementState.LOADING
            statement.save(update_fields=["state"])
    return statement if statement.is_running or statement.state == StatementState.LOADED else None


def _load(statement: Statement) -> bool:
    counted = Counted()
    try:
        if statement.upload:
            with transaction.atomic(), open_rows(statement, counted) as rows:
                return store_lines(statement=statement, rows=rows, counted=counted)
        fetched = fetch_rows(statement)
        with transaction.atomic():
            return store_lines(statement=statement, rows=fetched, counted=counted)
    except LoadingStopped:
        _end(statement, StatementState.CANCELED, "")
    except (StatementRefused, GatewayRefused) as refusal:
        _end(statement, StatementState.REJECTED, str(refusal.data.get("reason") or refusal.code))
    except (SealBroken, RecordNotFound):
        _end(statement, StatementState.REJECTED, "file_corrupt")
    except GatewayUnavailable as error:
        _note(statement, str(error.data.get("reason", "")))
        raise  # the job is tried again
    return False


def _note(statement: Statement, reason: str) -> None:
    Statement.objects.filter(pk=statement.pk, state=StatementState.LOADING).update(failure=reason[:64])


def _end(statement: Statement, state: StatementState, failure: str) -> None:
    running = Statement.objects.filter(pk=statement.pk, state=StatementState.LOADING)
    if running.update(state=state, failure=failure[:64]):
        delete_upload(statement.upload)
