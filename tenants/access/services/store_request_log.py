from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection


class LogRow(NamedTuple):
    """A row of ``RequestLogEntry``, in the order of its columns; a hundred thousand models would take their time."""

    id: uuid.UUID
    key_id: uuid.UUID
    method: str
    operation: str
    path: str
    query: str
    status: int
    duration_ms: int
    ip: str | None
    user_agent: str
    version: str
    external_id: str | None
    problem: str
    idempotency_key: str
    replayed: bool
    original_request: str
    content_type: str
    request_bytes: int
    request_body: str
    request_omitted: str
    response_bytes: int
    response_body: str
    response_omitted: str


COPY = f"COPY access_requestlogentry ({', '.join(LogRow._fields)}) FROM STDIN"
# Lost with the server's last moments rather than waited for: nothing depends on it.
NO_WAIT = "SELECT set_config('synchronous_commit', 'off', false)"


def store_request_log(*, rows: Sequence[LogRow]) -> None:
    """Write entries of the current tenant: one statement, a transaction by itself.

    Raises:
        IntegrityError: an entry is there already.
        OperationalError, InterfaceError: the database cannot be reached.
    """
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            cursor.execute(NO_WAIT)
        with connection.wrap_database_errors, cursor.copy(COPY) as copy:
            for row in rows:
                copy.write_row(row)
