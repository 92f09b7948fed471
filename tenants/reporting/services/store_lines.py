from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection

from tenants.payments.selectors import find_gateway_account
from tenants.reporting.channels import LINES_AT_ONCE, merchant_of
from tenants.reporting.enums import StatementState
from tenants.reporting.errors import StatementRefused
from tenants.reporting.loading import Counted, Rows
from tenants.reporting.locks import get_statement_locked, lock_channel, lock_loading
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import FLOWS
from tenants.reporting.progress import note_progress
from tenants.reporting.reading import LineFault, StatementRow

FAULTS_KEPT = 500
COPY = """
COPY reporting_statementline (statement_id, gateway, flow, line, kind, key, number, refund_number, provider_id, trade_id, amount,
                              fee, currency, at, status) FROM STDIN
"""


class LoadingStopped(Exception):
    """It was cancelled while it was being read."""


def store_lines(*, statement: Statement, rows: Rows, counted: Counted) -> bool:
    """Put the lines of a statement into their table, in the caller's transaction.

    Returns:
        Whether its lines are there; False: it ended otherwise meanwhile.

    Raises:
        StatementRefused: while reading, or there is no line at all that can be read.
        LoadingStopped
    """
    with connection.cursor() as cursor:
        # A file of a million lines takes longer than a request may.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        lock_loading(statement.id)
        fresh = Statement.objects.get(pk=statement.pk)
        if fresh.state != StatementState.LOADING:  # another worker was quicker
            return fresh.is_live
        tally = _Tally(statement)
        started = time.time()
        for batch in _batches(tally.sift(rows)):
            _copy(cursor, statement, batch)
            note_progress(statement, done=counted.read_bytes, lines=tally.read, started=started)
            if Statement.objects.filter(pk=statement.pk, cancel_requested=True).exists():
                raise LoadingStopped
    return _finish(statement, tally)


def _batches(rows: Iterator[StatementRow]) -> Iterator[list[StatementRow]]:
    while batch := list(islice(rows, LINES_AT_ONCE)):
        yield batch


def _copy(cursor: Any, statement: Statement, batch: list[StatementRow]) -> None:
    common = (statement.id, statement.gateway, statement.format in FLOWS)
    with connection.wrap_database_errors, cursor.copy(COPY) as copy:
        for row in batch:
            copy.write_row((*common, *row[:12]))


class _Tally:
    """Counts what is read, and keeps what was not taken."""

    def __init__(self, statement: Statement) -> None:
        account = find_gateway_account(statement.gateway)
        self.own = merchant_of(account) if account else ""
        self.read = self.taken = self.rejected = 0
        self.faults: list[list[Any]] = []

    def sift(self, rows: Iterable[StatementRow | LineFault]) -> Iterator[StatementRow]:
        """Rows that are taken."""
        for row in rows:
            self.read += 1
            if isinstance(row, StatementRow) and self.own and row.merchants and self.own not in row.merchants:
                row = LineFault(row.line, "other_merchant")
            if isinstance(row, StatementRow):
                self.taken += 1
                yield row
            else:
                self.rejected += 1
                if len(self.faults) < FAULTS_KEPT:
                    self.faults.append([row.line, row.code])


def _finish(statement: Statement, tally: _Tally) -> bool:
    # A comparison reads the lines in several steps: lines that came in between two of them would be taken for a second payment.
    lock_channel(statement.gateway)
    locked = get_statement_locked(statement.id)
    if locked.cancel_requested or locked.state != StatementState.LOADING:
        raise LoadingStopped
    if tally.rejected and not tally.taken:
        foreign = all(code == "other_merchant" for _, code in tally.faults)
        raise StatementRefused(reason="other_merchant" if foreign else "no_line_readable")
    locked.lines_read, locked.lines_taken, locked.rejected = tally.read, tally.taken, tally.rejected
    locked.errors, locked.state, locked.failure = tally.faults, StatementState.LOADED, ""
    locked.save(update_fields=["lines_read", "lines_taken", "rejected", "errors", "state", "failure"])
    return True
