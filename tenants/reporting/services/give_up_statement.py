from __future__ import annotations

import datetime as dt
import uuid

from tenants.inventory.uploads import delete_upload
from tenants.reporting.enums import StatementState
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import RUNNING


def give_up_statement(*, statement_id: uuid.UUID, now: dt.datetime) -> None:
    """The last attempt failed: say so, instead of showing progress for ever. No line of it is there."""
    statement = Statement.objects.filter(pk=statement_id, state__in=RUNNING).first()
    if statement is None:
        return
    Statement.objects.filter(pk=statement_id, state__in=RUNNING).update(
        state=StatementState.REJECTED, failure="given_up"
    )
    delete_upload(statement.upload)
