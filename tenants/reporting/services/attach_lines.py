from __future__ import annotations

from django.db import connection

# A subquery that is asked line by line (OFFSET 0 keeps it one) is a look into an index, whatever the planner knows of the lines.
# "+ 0", "|| ''" and IS NOT DISTINCT FROM keep it from the indexes that would find all lines before this one, or of this kind: where
# the planner takes a table for empty (its lines were taken back, and it was analysed then), any index is as good to it as the right one.

# A line again in its own statement. The second of equal facts is the one too many.
DUPLICATES = """
UPDATE reporting_statementline l SET outcome = 'duplicate'
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.kind <> 'other' AND EXISTS (
    SELECT 1 FROM reporting_statementline e
    WHERE e.gateway = l.gateway AND e.key = l.key AND e.kind = l.kind AND e.line + 0 < l.line
      AND e.statement_id IS NOT DISTINCT FROM l.statement_id
    OFFSET 0
)
"""
# A line that an earlier statement has too: periods may overlap. Of statements that are read side by side the one that was compared
# first is the earlier, whichever got the smaller numbers for its lines.
REPEATS = """
UPDATE reporting_statementline l SET outcome = 'repeated', payment_id = NULL, refund_id = NULL
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.kind <> 'other' AND EXISTS (
    SELECT 1 FROM reporting_statementline e
    WHERE e.gateway = l.gateway AND e.key = l.key AND e.kind = l.kind AND (e.done OR e.id + 0 < l.id) AND e.statement_id <> l.statement_id
      AND e.amount = l.amount AND e.currency = l.currency AND e.outcome <> 'repeated'
      AND (e.outcome = 'duplicate') = (l.outcome = 'duplicate')
    OFFSET 0
)
"""
# By our number first, then by the institution's; a fee that is given back may be told under the refund's.
PAYMENTS = """
UPDATE reporting_statementline l SET payment_id = coalesce(
    (SELECT p.id FROM payments_payment p WHERE p.number = l.number AND p.gateway = l.gateway),
    (SELECT p.id FROM payments_payment p WHERE p.provider_id = nullif(l.trade_id, '') AND p.gateway = l.gateway),
    (SELECT p.id FROM payments_payment p WHERE l.kind = 'fee' AND p.gateway = l.gateway AND p.id = (
        SELECT r.payment_id FROM payments_gatewayrefund r WHERE r.provider_id = nullif(l.trade_id, ''))))
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.outcome <> 'repeated' AND l.kind <> 'other' AND l.payment_id IS NULL
"""
REFUND = """SELECT r.id FROM payments_gatewayrefund r
    WHERE r.{by} AND l.gateway = (SELECT p.gateway FROM payments_payment p WHERE p.id = r.payment_id)"""
REFUNDS = f"""
UPDATE reporting_statementline l SET refund_id = coalesce(
    ({REFUND.format(by="number = nullif(l.refund_number, '')")}), ({REFUND.format(by="provider_id = nullif(l.provider_id, '')")}))
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.outcome <> 'repeated' AND l.kind IN ('refund', 'returned')
  AND l.refund_id IS NULL
"""  # noqa: S608 - parts of our own
OF_REFUNDS = """
UPDATE reporting_statementline l
SET payment_id = (SELECT r.payment_id FROM payments_gatewayrefund r WHERE r.id = l.refund_id)
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.refund_id IS NOT NULL AND l.payment_id IS NULL
"""
# Where neither side has the other's number: equal amounts of one payment, one by one, in the order of time.
PAIRS = """
WITH line AS (
    SELECT id, payment_id, amount, currency,
           row_number() OVER (PARTITION BY payment_id, amount, currency, flow ORDER BY at, id) AS number, flow, refund_number
    FROM reporting_statementline
    WHERE gateway = %(gateway)s AND NOT done AND outcome NOT IN ('repeated', 'duplicate') AND kind = 'refund'
      AND refund_id IS NULL AND payment_id IS NOT NULL
), refund AS (
    SELECT r.id, r.payment_id, r.amount, r.currency, r.ours, flow.flow,
           row_number() OVER (PARTITION BY r.payment_id, r.amount, r.currency, flow.flow ORDER BY r.created_at, r.id) AS number
    FROM (SELECT DISTINCT payment_id FROM line) AS due,
        LATERAL (SELECT * FROM payments_gatewayrefund r WHERE r.payment_id = due.payment_id OFFSET 0) AS r,
        (VALUES (false), (true)) AS flow (flow)
    WHERE r.state <> 'failed' AND NOT EXISTS (
        SELECT 1 FROM reporting_statementline t
        WHERE t.refund_id = r.id AND t.kind || '' = 'refund' AND t.flow = flow.flow OFFSET 0
    )
)
UPDATE reporting_statementline l SET refund_id = refund.id
FROM line JOIN refund ON refund.payment_id = line.payment_id AND refund.amount = -line.amount
    AND refund.currency = line.currency AND refund.number = line.number AND refund.flow = line.flow
    AND (line.refund_number = '' OR NOT refund.ours)
WHERE l.id = line.id
"""
# One payment, or one refund, in two lines that are not the same fact: paid twice. The line of what we know by the institution's
# number is the one that counts. A statement of movements tells again what the one of trades told.
KNOWN = """coalesce((SELECT r.provider_id FROM payments_gatewayrefund r WHERE r.id = l.refund_id),
    (SELECT p.provider_id FROM payments_payment p WHERE p.id = l.payment_id))"""
BETTER = f"""(
    SELECT count(*) FROM reporting_statementline e
    WHERE e.payment_id = l.payment_id AND e.refund_id IS NOT DISTINCT FROM l.refund_id AND e.kind || '' = l.kind AND e.id <> l.id
      AND e.outcome NOT IN ('repeated', 'duplicate', 'ignored')
      AND (NOT e.done, e.provider_id IS DISTINCT FROM {KNOWN}, e.flow, e.id)
        < (NOT l.done, l.provider_id IS DISTINCT FROM {KNOWN}, l.flow, l.id)"""  # noqa: S608 - parts of our own
RIVALS = f"""
UPDATE reporting_statementline l
SET outcome = CASE WHEN {BETTER} AND e.flow <> l.flow AND e.amount = l.amount) > 0 THEN 'repeated' ELSE 'duplicate' END
WHERE l.gateway = %(gateway)s AND NOT l.done AND l.outcome NOT IN ('repeated', 'duplicate')
  AND (l.kind = 'payment' OR (l.kind = 'refund' AND l.refund_id IS NOT NULL)) AND {BETTER}) > 0
"""  # noqa: S608 - parts of our own


def attach_lines(*, gateway: str) -> None:
    """Find the payment and the refund that each line is about, and lines that are there already; in the caller's transaction."""
    steps = (DUPLICATES, REPEATS, PAYMENTS, REFUNDS, OF_REFUNDS, PAIRS, RIVALS)
    with connection.cursor() as cursor:
        for step in steps:
            cursor.execute(step, {"gateway": gateway})
