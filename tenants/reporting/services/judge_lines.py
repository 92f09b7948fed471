from __future__ import annotations

from django.db import connection

BACK = """EXISTS (SELECT 1 FROM reporting_statementline b
    WHERE b.gateway = l.gateway AND b.key = l.key AND b.kind = 'returned')"""
SENT = """EXISTS (SELECT 1 FROM reporting_statementline s
    WHERE s.gateway = l.gateway AND s.key = l.key AND s.kind = 'refund')"""
TOLD = """EXISTS (SELECT 1 FROM payments_gatewaynotice n
    WHERE n.payment_number = p.number AND n.gateway = l.gateway AND n.outcome = 'settled'
      AND n.kind IN ('disputed', 'dispute_won', 'dispute_lost') AND (l.provider_id = '' OR n.provider_id = l.provider_id))"""
# What each open line is, seen beside what we have. A refund that came back stands in the books as one that failed.
JUDGE = f"""
UPDATE reporting_statementline l SET outcome = (
    SELECT CASE l.kind
        WHEN 'payment' THEN CASE
            WHEN p.id IS NULL THEN 'missing_here'
            WHEN p.currency <> l.currency THEN 'currency_differs'
            WHEN p.state IN ('created', 'closed') THEN 'status_differs'
            WHEN coalesce(p.paid_amount, p.amount) <> l.amount THEN 'amount_differs'
            ELSE 'matched' END
        WHEN 'refund' THEN CASE
            WHEN l.status = 'failed' THEN CASE WHEN r.state = 'succeeded' THEN 'status_differs' ELSE 'ignored' END
            WHEN r.id IS NULL AND {BACK} THEN 'matched'
            WHEN r.id IS NULL AND p.id IS NULL THEN 'missing_here'
            WHEN r.id IS NULL THEN 'status_differs'
            WHEN r.currency <> l.currency THEN 'currency_differs'
            WHEN r.amount <> -l.amount THEN 'amount_differs'
            WHEN r.state = 'failed' AND NOT {BACK} THEN 'status_differs'
            WHEN r.state = 'pending' AND l.status = 'done' THEN 'status_differs'
            ELSE 'matched' END
        WHEN 'returned' THEN CASE
            WHEN r.id IS NULL AND {SENT} THEN 'matched'
            WHEN r.id IS NULL THEN 'missing_here'
            WHEN r.state = 'succeeded' AND r.provider_id = l.provider_id THEN 'status_differs'
            ELSE 'matched' END
        WHEN 'dispute' THEN CASE
            WHEN {TOLD} THEN 'matched'
            WHEN p.id IS NULL THEN 'missing_here'
            ELSE 'status_differs' END
        WHEN 'fee' THEN CASE WHEN p.id IS NULL AND (l.number <> '' OR l.trade_id <> '') THEN 'ignored' ELSE 'matched' END
        WHEN 'payout' THEN 'matched'
        ELSE 'ignored' END
    FROM (SELECT 1) AS one
    LEFT JOIN payments_payment p ON p.id = l.payment_id
    LEFT JOIN payments_gatewayrefund r ON r.id = l.refund_id
)
WHERE l.gateway = %s AND NOT l.done AND l.outcome NOT IN ('repeated', 'duplicate')
"""  # noqa: S608 - parts of our own


def judge_lines(*, gateway: str) -> None:
    """Say of every open line of a channel whether it agrees with what we have; in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(JUDGE, [gateway])
