from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from tenants.finance.enums import TransferKind
from tenants.finance.services.post_like_transfers import post_like_transfers
from tenants.finance.services.post_transfers import Transfer
from tenants.reporting.enums import DifferenceState, StatementState
from tenants.reporting.errors import StatementInUse
from tenants.reporting.fees import fee_transfer, payout_transfer, undoing
from tenants.reporting.locks import get_statement_locked, lock_channel
from tenants.reporting.models import Difference, FeeBooking, PayoutBooking, Statement, StatementLine
from tenants.reporting.selectors import get_statement
from tenants.reporting.services.match_channel import match_channel

# Lines of other statements that were left out because this one had them first, or that this one had a rival for.
LOOK_AGAIN = """
UPDATE reporting_statementline l SET done = false, outcome = '', payment_id = NULL, refund_id = NULL
WHERE l.id IN (
    SELECT x.id FROM reporting_statementline gone, LATERAL (
        SELECT s.id FROM reporting_statementline s
        WHERE s.gateway = gone.gateway AND s.key = gone.key AND s.kind = gone.kind AND s.statement_id <> gone.statement_id
          AND s.outcome IN ('repeated', 'duplicate') OFFSET 0
    ) x WHERE gone.statement_id = %(id)s
    UNION
    SELECT x.id FROM reporting_statementline gone, LATERAL (
        SELECT s.id FROM reporting_statementline s
        WHERE s.payment_id = gone.payment_id AND s.statement_id <> gone.statement_id
          AND s.outcome IN ('repeated', 'duplicate') OFFSET 0
    ) x WHERE gone.statement_id = %(id)s AND gone.payment_id IS NOT NULL
)
"""
AT_ONCE = 5_000


def undo_statement(*, statement_id: uuid.UUID, actor: str, now: dt.datetime) -> Statement:
    """Take a statement back: its lines are gone, its fees and payouts are booked back, what it cleared is open again.

    Raises:
        RecordNotFound
        StatementInUse: it is not loaded, or people have dealt with differences of it: ``resolved`` says how many.
    """
    gateway = get_statement(statement_id).gateway
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        lock_channel(gateway)
        statement = get_statement_locked(statement_id)
        if not statement.is_live:
            raise StatementInUse(reason="not_loaded")
        own = Difference.objects.filter(statement=statement)
        resolved = own.filter(state=DifferenceState.RESOLVED).count()
        if resolved:
            raise StatementInUse(reason="resolved", resolved=resolved)
        own.filter(notes__isnull=True).delete()
        own.update(state=DifferenceState.WITHDRAWN, changed_at=now)
        _take_back(FeeBooking.objects.all(), TransferKind.PROVIDER_FEE, fee_transfer, statement, now)
        _take_back(PayoutBooking.objects.all(), TransferKind.PAYOUT, payout_transfer, statement, now)
        with connection.cursor() as cursor:
            cursor.execute(LOOK_AGAIN, {"id": statement.id})
        StatementLine.objects.filter(statement=statement)._raw_delete("default")  # type: ignore[attr-defined]
        statement.state, statement.undone_at, statement.undone_by = StatementState.UNDONE, now, actor
        statement.open_count = statement.expected_count = statement.settled_count = 0
        statement.save()
        match_channel(gateway=gateway, since=statement.starts_at, until=statement.ends_at, now=now)
    return statement


def _take_back(
    bookings: QuerySet[Any],
    kind: TransferKind,
    transfer: Callable[[int, str], Transfer],
    statement: Statement,
    now: dt.datetime,
) -> None:
    live = bookings.filter(statement=statement, reversed_at__isnull=True)
    rows = list(live.values_list("id", "amount", "currency"))
    for start in range(0, len(rows), AT_ONCE):
        back = {undoing(row[0]): transfer(-row[1], row[2]) for row in rows[start : start + AT_ONCE]}
        post_like_transfers(kind=kind, transfers=back, now=now)
    live.update(reversed_at=now)
