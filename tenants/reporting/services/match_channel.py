from __future__ import annotations

import datetime as dt

from django.db import connection, transaction

from tenants.reporting.locks import lock_channel
from tenants.reporting.services.attach_lines import attach_lines
from tenants.reporting.services.book_fees import book_fees
from tenants.reporting.services.book_payouts import book_payouts
from tenants.reporting.services.judge_lines import judge_lines
from tenants.reporting.services.note_differences import note_differences
from tenants.reporting.services.note_missing import note_missing
from tenants.reporting.services.sum_up_statements import sum_up_statements

# Lines came in a moment ago, so that the planner knows nothing of them. Where one is looked up, that is written as a subquery of its
# own (OFFSET 0) and is a look into an index, however many they are; all other joins are by hash.
PROBES = """
SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL jit = off; SET LOCAL enable_seqscan = off;
SET LOCAL enable_nestloop = off; SET LOCAL max_parallel_workers_per_gather = 0
"""
NO_PROBES = """
SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL enable_nestloop TO DEFAULT;
SET LOCAL max_parallel_workers_per_gather TO DEFAULT; SET LOCAL jit TO DEFAULT
"""
FINISH = """
UPDATE reporting_statementline SET done = true
WHERE gateway = %s AND NOT done AND outcome IN ('matched', 'repeated', 'ignored')
"""


def match_channel(*, gateway: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> None:
    """Compare a channel's loaded statements with payments and refunds, in one transaction; done twice it changes nothing more.

    Lines that agreed once are not looked at again; all others are, those of older statements too.

    Args:
        since: with ``until`` the period in which something may be missing from the statements, besides what was missing before.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(PROBES)
        lock_channel(gateway)
        attach_lines(gateway=gateway)
        judge_lines(gateway=gateway)
        note_differences(gateway=gateway, now=now)
        note_missing(gateway=gateway, since=since, until=until, now=now)
        book_fees(gateway=gateway, now=now)
        book_payouts(gateway=gateway, now=now)
        sum_up_statements(gateway=gateway, now=now)
        with connection.cursor() as cursor:
            cursor.execute(FINISH, [gateway])
            cursor.execute(NO_PROBES)
