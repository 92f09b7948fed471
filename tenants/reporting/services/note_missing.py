"""What we have and no statement has. Institutions and we do not look at the same clock: what was paid around midnight may stand in
the statement of either day, and is missing only when both are here.
"""

from __future__ import annotations

import datetime as dt

from django.db import connection

# How much earlier than it was begun here, and later than we heard of it, an institution may date something.
BEFORE, AFTER = dt.timedelta(minutes=5), dt.timedelta(minutes=30)
LIVE = "('loaded', 'matched', 'different', 'settled')"
COVERED = f"""
SELECT coalesce(range_agg(tstzrange(starts_at, ends_at)) FILTER (WHERE covers_payments), '{{}}')::text,
       coalesce(range_agg(tstzrange(starts_at, ends_at)) FILTER (WHERE covers_refunds), '{{}}')::text
FROM reporting_statement WHERE gateway = %(gateway)s AND state IN {LIVE}
"""  # noqa: S608 - parts of our own
# "|| ''": see ``attach_lines``.
# Payments and refunds that are over, were over in a covered moment, and have no line. ``sure``: wherever they could stand was read.
FACTS = """
WITH facts AS (
    SELECT 'payment' AS fact, 'payment:' || p.id AS subject, p.id AS payment_id, NULL::uuid AS refund_id, p.number,
           coalesce(p.provider_id, '') AS provider_id, coalesce(p.paid_amount, p.amount) AS amount, p.currency, p.state,
           p.paid_at AS at, tstzrange(least(p.created_at, p.paid_at) - %(before)s, p.paid_at + %(after)s, '[]')
               <@ %(payments)s::tstzmultirange AS sure
    FROM payments_payment p
    WHERE p.gateway = %(gateway)s AND p.state IN ('succeeded', 'abnormal') AND p.paid_at <@ %(payments)s::tstzmultirange
      AND ({payments}) AND NOT EXISTS (
        SELECT 1 FROM reporting_statementline l WHERE l.payment_id = p.id AND l.kind || '' = 'payment' AND l.outcome <> 'repeated'
        OFFSET 0)
    UNION ALL
    SELECT 'refund', 'refund:' || r.id, r.payment_id, r.id, r.number, coalesce(r.provider_id, ''), -r.amount, r.currency,
           r.state, r.done_at, tstzrange(least(r.created_at, r.done_at) - %(before)s, r.done_at + %(after)s, '[]')
               <@ %(refunds)s::tstzmultirange
    FROM payments_gatewayrefund r, LATERAL (
        SELECT p.gateway FROM payments_payment p WHERE p.id = r.payment_id OFFSET 0) AS p
    WHERE p.gateway = %(gateway)s AND r.state = 'succeeded' AND r.done_at <@ %(refunds)s::tstzmultirange
      AND ({refunds}) AND NOT EXISTS (
        SELECT 1 FROM reporting_statementline l WHERE l.refund_id = r.id AND l.kind || '' = 'refund' AND l.outcome <> 'repeated'
        OFFSET 0)
), missing AS (
    SELECT facts.*, CASE WHEN sure THEN 'open' ELSE 'expected' END AS due, (
        SELECT s.id FROM reporting_statement s
        WHERE s.gateway = %(gateway)s AND s.state IN ('loaded', 'matched', 'different', 'settled')
          AND s.starts_at <= facts.at AND facts.at < s.ends_at
          AND CASE WHEN facts.fact = 'payment' THEN s.covers_payments ELSE s.covers_refunds END
        ORDER BY s.created_at, s.id LIMIT 1) AS statement_id
    FROM facts
)
"""
IN_PERIOD = FACTS.format(
    payments="p.paid_at >= %(since)s AND p.paid_at < %(until)s",
    refunds="r.done_at >= %(since)s AND r.done_at < %(until)s",
)
NOTED = """ANY (ARRAY(SELECT d.{column} FROM reporting_difference d WHERE d.gateway = %(gateway)s AND d.kind = 'missing_there'
AND d.fact = '{fact}' AND d.state IN ('open', 'expected')))"""
AMONG_NOTED = FACTS.format(
    payments=f"p.id = {NOTED.format(column='payment_id', fact='payment')}",
    refunds=f"r.id = {NOTED.format(column='refund_id', fact='refund')}",
)
FIND = f"""{IN_PERIOD}
INSERT INTO reporting_difference (id, gateway, statement_id, subject, kind, state, fact, line, line_id, number, provider_id, their_amount,
    their_currency, their_at, our_amount, our_currency, our_state, our_at, payment_id, refund_id, case_id, reason, found_at,
    changed_at, settled_by)
SELECT gen_random_uuid(), %(gateway)s, statement_id, subject, 'missing_there', due, fact, NULL, NULL, number, provider_id, NULL,
    '', NULL, amount, currency, state, at, payment_id, refund_id, NULL, '', %(now)s, %(now)s, ''
FROM missing
ON CONFLICT (subject) WHERE state <> 'withdrawn' DO UPDATE
SET state = excluded.state, statement_id = excluded.statement_id, changed_at = excluded.changed_at, settled_at = NULL
WHERE reporting_difference.state = 'cleared'
"""  # noqa: S608 - parts of our own
RENEW = f"""{AMONG_NOTED}
UPDATE reporting_difference d SET state = missing.due, statement_id = missing.statement_id, our_amount = missing.amount,
    changed_at = %(now)s
FROM missing WHERE d.subject = missing.subject AND d.state IN ('open', 'expected') AND d.gateway = %(gateway)s
    AND (d.state, d.statement_id, d.our_amount) IS DISTINCT FROM (missing.due, missing.statement_id, missing.amount)
"""  # noqa: S608 - parts of our own
# It stands in a statement by now, or the one that should have had it is gone.
CLEAR = f"""{AMONG_NOTED}
UPDATE reporting_difference d SET changed_at = %(now)s, settled_at = %(now)s, state = CASE WHEN CASE WHEN d.fact = 'payment'
        THEN EXISTS (SELECT 1 FROM reporting_statementline l
                     WHERE l.payment_id = d.payment_id AND l.kind || '' = 'payment' AND l.outcome <> 'repeated')
        ELSE EXISTS (SELECT 1 FROM reporting_statementline l
                     WHERE l.refund_id = d.refund_id AND l.kind || '' = 'refund' AND l.outcome <> 'repeated') END
    THEN 'cleared' ELSE 'withdrawn' END
WHERE d.gateway = %(gateway)s AND d.kind = 'missing_there' AND d.state IN ('open', 'expected')
    AND NOT EXISTS (SELECT 1 FROM missing WHERE missing.subject = d.subject)
"""  # noqa: S608 - parts of our own


def note_missing(*, gateway: str, since: dt.datetime, until: dt.datetime, now: dt.datetime) -> None:
    """Write down what the statements of a channel should have and have not; in the caller's transaction, the channel locked.

    Args:
        since: with ``until`` the period that is looked through; what was missing before is looked at again wherever it is.
    """
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"gateway": gateway})
        payments, refunds = cursor.fetchone()
        given = {
            "gateway": gateway,
            "payments": payments,
            "refunds": refunds,
            "since": since - dt.timedelta(days=1),
            "until": until + dt.timedelta(days=1),
            "before": BEFORE,
            "after": AFTER,
            "now": now,
        }
        for step in (RENEW, CLEAR, FIND):
            cursor.execute(step, given)
