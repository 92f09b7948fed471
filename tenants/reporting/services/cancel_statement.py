from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.inventory.uploads import delete_upload
from tenants.reporting.enums import StatementState
from tenants.reporting.errors import StatementInUse
from tenants.reporting.locks import get_statement_locked
from tenants.reporting.models import Statement


def cancel_statement(*, statement_id: uuid.UUID, now: dt.datetime) -> Statement:
    """Stop a statement that waits or is being read; no line of it is there afterwards.

    Raises:
        RecordNotFound; StatementInUse: it is loaded, or was never.
    """
    with transaction.atomic():
        statement = get_statement_locked(statement_id)
        if not statement.is_running:
            raise StatementInUse(reason="not_running")
        statement.cancel_requested = True
        if statement.state == StatementState.QUEUED:
            statement.state = StatementState.CANCELED
        statement.save(update_fields=["cancel_requested", "state"])
    if statement.state == StatementState.CANCELED:
        delete_upload(statement.upload)
    return statement
