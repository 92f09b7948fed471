from __future__ import annotations

import datetime as dt

from django.db import connection

LIVE = "('loaded', 'matched', 'different', 'settled')"
# Statements that something changed in: those with open lines or differences, and those whose last one was settled now.
TOUCHED = f"""
SELECT s.id FROM reporting_statement s WHERE s.gateway = %(gateway)s AND s.state IN {LIVE} AND (
    s.state = 'loaded'
    OR s.id IN (SELECT statement_id FROM reporting_statementline WHERE gateway = %(gateway)s AND NOT done)
    OR EXISTS (SELECT 1 FROM reporting_difference d WHERE d.statement_id = s.id AND (d.changed_at >= %(now)s
               OR d.state IN ('open', 'expected')))
    OR s.open_count + s.expected_count > 0)
"""  # noqa: S608 - parts of our own
# Theirs is what the statement says; ours is what we have of it, and what it should say and does not. Their difference is the sum
# of what the differences differ by.
SUMS = """
WITH side AS (
    SELECT l.statement_id, l.currency, l.kind, 'their' AS side, count(*) AS number, sum(l.amount) AS amount
    FROM reporting_statementline l
    WHERE l.statement_id = ANY(%(ids)s) AND l.kind IN ('payment', 'refund', 'returned') AND l.outcome <> 'ignored'
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT l.statement_id, CASE WHEN l.outcome = 'currency_differs' THEN coalesce(r.currency, p.currency) ELSE l.currency END,
           l.kind, 'our', count(*), sum(CASE WHEN l.outcome IN ('matched', 'repeated') THEN l.amount
               WHEN l.kind = 'payment' THEN coalesce(p.paid_amount, p.amount) ELSE -r.amount END)
    FROM reporting_statementline l
    LEFT JOIN LATERAL (SELECT * FROM payments_payment p WHERE p.id = l.payment_id AND l.kind = 'payment'
        AND l.outcome IN ('amount_differs', 'currency_differs') OFFSET 0) AS p ON true
    LEFT JOIN LATERAL (SELECT * FROM payments_gatewayrefund r WHERE r.id = l.refund_id AND l.kind <> 'payment'
        AND l.outcome IN ('amount_differs', 'currency_differs') OFFSET 0) AS r ON true
    WHERE l.statement_id = ANY(%(ids)s) AND l.kind IN ('payment', 'refund', 'returned')
      AND l.outcome IN ('matched', 'repeated', 'amount_differs', 'currency_differs')
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT d.statement_id, d.our_currency, d.fact, 'our', count(*), sum(d.our_amount)
    FROM reporting_difference d
    WHERE d.statement_id = ANY(%(ids)s) AND d.kind = 'missing_there' AND d.state IN ('open', 'resolved')
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT l.statement_id, l.currency, 'fee', 'their', count(*), sum(l.fee)
    FROM reporting_statementline l
    WHERE l.statement_id = ANY(%(ids)s) AND l.fee <> 0 AND l.outcome <> 'ignored' GROUP BY 1, 2
    UNION ALL
    SELECT b.statement_id, b.currency, 'fee', 'our', count(*), sum(b.amount)
    FROM reporting_feebooking b
    WHERE b.statement_id = ANY(%(ids)s) AND b.reversed_at IS NULL GROUP BY 1, 2
    UNION ALL
    SELECT b.statement_id, b.currency, 'payout', 'our', count(*), sum(b.amount)
    FROM reporting_payoutbooking b
    WHERE b.statement_id = ANY(%(ids)s) AND b.reversed_at IS NULL GROUP BY 1, 2
    UNION ALL
    SELECT l.statement_id, l.currency, 'payout', 'their', count(*), -sum(l.amount)
    FROM reporting_statementline l
    WHERE l.statement_id = ANY(%(ids)s) AND l.kind = 'payout' GROUP BY 1, 2
), total AS (
    SELECT statement_id, currency, kind, side, sum(number)::bigint AS number, sum(amount)::bigint AS amount
    FROM side GROUP BY 1, 2, 3, 4
)
UPDATE reporting_statement s SET summary = coalesce((
    SELECT jsonb_object_agg(c.currency, c.sides) FROM (
        SELECT currency, jsonb_object_agg(side || '_' || kind, jsonb_build_array(number, amount)) AS sides
        FROM total WHERE total.statement_id = s.id GROUP BY currency
    ) c
), '{}')
WHERE s.id = ANY(%(ids)s)
"""
STATES = """
UPDATE reporting_statement s SET open_count = d.open, expected_count = d.expected, settled_count = d.settled,
    matched_at = coalesce(s.matched_at, %(now)s),
    state = CASE WHEN d.open > 0 THEN 'different' WHEN d.settled > 0 AND d.expected = 0 THEN 'settled' ELSE 'matched' END
FROM (
    SELECT s.id, count(*) FILTER (WHERE d.state = 'open') AS open, count(*) FILTER (WHERE d.state = 'expected') AS expected,
           count(*) FILTER (WHERE d.state IN ('resolved', 'cleared')) AS settled
    FROM reporting_statement s LEFT JOIN reporting_difference d ON d.statement_id = s.id
    WHERE s.id = ANY(%(ids)s) GROUP BY s.id
) d WHERE s.id = d.id
"""


def sum_up_statements(*, gateway: str, now: dt.datetime) -> None:
    """Bring counts, sums and states of a channel's statements up to date; in the caller's transaction, the channel locked."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, {"gateway": gateway, "now": now})
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            cursor.execute(SUMS, {"ids": ids})
            cursor.execute(STATES, {"ids": ids, "now": now})
