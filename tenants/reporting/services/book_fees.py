from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from tenants.finance.enums import TransferKind
from tenants.finance.services.post_like_transfers import post_like_transfers
from tenants.reporting.fees import fee_transfer
from tenants.reporting.models import Statement
from tenants.reporting.models.statement import FLOWS, LIVE

# Stripe's table tells the platform's share of a payment among the fees; that has a booking of its own.
BOOK = """
WITH due AS (
    SELECT l.*, l.kind || ':' || l.key AS fee_key, l.fee - CASE
        WHEN s.format IN ('stripe_balance', 'stripe_payout') AND l.kind = 'payment' THEN coalesce((
            SELECT sum(x.amount) FROM payments_paymentsplit x
            WHERE x.payment_id = l.payment_id AND x.role = 'platform'), 0)
        ELSE 0 END AS own
    FROM reporting_statementline l JOIN reporting_statement s ON s.id = l.statement_id
    WHERE l.gateway = %(gateway)s AND NOT l.done AND l.flow = %(flow)s AND l.outcome = 'matched'
      AND l.fee <> 0
)
INSERT INTO reporting_feebooking (id, gateway, key, statement_id, payment_id, refund_id, flow, amount, currency, booked_at)
SELECT gen_random_uuid(), due.gateway, due.fee_key, due.statement_id, due.payment_id, due.refund_id, due.flow, due.own,
       due.currency, %(now)s
FROM due
WHERE due.own <> 0 AND {unless}
ON CONFLICT (gateway, key) WHERE reversed_at IS NULL DO NOTHING
RETURNING id, amount, currency
"""
# A statement of movements and one of trades tell the same fees.
TOLD = """(
    SELECT count(*) FROM reporting_feebooking b
    WHERE b.payment_id = due.payment_id AND b.flow <> due.flow AND b.reversed_at IS NULL) = 0"""
ALONE, BESIDE = BOOK.format(unless="true"), BOOK.format(unless=TOLD)
AT_ONCE = 5_000


def book_fees(*, gateway: str, now: dt.datetime) -> None:
    """Book what the institution took for lines that agree, once for each fact; in the caller's transaction, the channel locked."""
    formats = set(Statement.objects.filter(gateway=gateway, state__in=LIVE).values_list("format", flat=True))
    book = BESIDE if formats & FLOWS and formats - FLOWS else ALONE
    booked = list[tuple[uuid.UUID, int, str]]()
    with connection.cursor() as cursor:
        for flow in (False, True):
            cursor.execute(book, {"gateway": gateway, "flow": flow, "now": now})
            booked += cursor.fetchall()
    for start in range(0, len(booked), AT_ONCE):
        transfers = {row[0]: fee_transfer(row[1], row[2]) for row in booked[start : start + AT_ONCE]}
        post_like_transfers(kind=TransferKind.PROVIDER_FEE, transfers=transfers, now=now)
