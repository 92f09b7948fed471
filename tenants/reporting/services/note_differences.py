from __future__ import annotations

import datetime as dt

from django.db import connection

# What both sides say of a line that does not agree, or no longer disagrees.
SAID = """
WITH said AS (
    SELECT l.id AS line_id, l.gateway, l.statement_id, 'line:' || l.id AS subject, l.outcome AS kind, l.kind AS fact, l.line,
           coalesce(nullif(l.refund_number, ''), nullif(l.number, ''), r.number, p.number, '') AS number,
           l.provider_id, l.amount AS their_amount, l.currency AS their_currency, l.at AS their_at,
           CASE WHEN l.kind = 'payment' THEN coalesce(p.paid_amount, p.amount) ELSE -r.amount END AS our_amount,
           coalesce(CASE WHEN l.kind = 'payment' THEN p.currency ELSE r.currency END, '') AS our_currency,
           coalesce(CASE WHEN l.kind = 'payment' THEN p.state ELSE r.state END, '') AS our_state,
           CASE WHEN l.kind = 'payment' THEN coalesce(p.paid_at, p.created_at) ELSE coalesce(r.done_at, r.created_at) END AS our_at,
           l.payment_id, l.refund_id
    FROM reporting_statementline l
    LEFT JOIN LATERAL (SELECT * FROM payments_payment p WHERE p.id = l.payment_id OFFSET 0) AS p ON true
    LEFT JOIN LATERAL (SELECT * FROM payments_gatewayrefund r WHERE r.id = l.refund_id OFFSET 0) AS r ON true
    WHERE l.gateway = %(gateway)s AND NOT l.done
)
"""
PROBLEMS = "('missing_here', 'amount_differs', 'currency_differs', 'status_differs', 'duplicate')"
FIND = f"""{SAID}
INSERT INTO reporting_difference (id, gateway, statement_id, subject, kind, state, fact, line, line_id, number, provider_id, their_amount,
    their_currency, their_at, our_amount, our_currency, our_state, our_at, payment_id, refund_id, case_id, reason, found_at,
    changed_at, settled_by)
SELECT gen_random_uuid(), gateway, statement_id, subject, kind, 'open', fact, line, line_id, number, provider_id, their_amount,
    their_currency, their_at, our_amount, our_currency, our_state, our_at, payment_id, refund_id, NULL, '', %(now)s, %(now)s, ''
FROM said WHERE kind IN {PROBLEMS}
ON CONFLICT (subject) WHERE state <> 'withdrawn' DO NOTHING
"""  # noqa: S608 - parts of our own
# Somebody settled one thing; what it has become is another.
REOPENED = f"""{SAID}
INSERT INTO reporting_differencenote (id, difference_id, act, text, author, at)
SELECT gen_random_uuid(), d.id, 'changed', d.kind || ' → ' || said.kind, 'system', %(now)s
FROM reporting_difference d JOIN said ON said.line_id = d.line_id
WHERE d.gateway = %(gateway)s AND d.state = 'resolved' AND said.kind IN {PROBLEMS} AND said.kind <> d.kind
"""  # noqa: S608 - parts of our own
RENEW = f"""{SAID}
UPDATE reporting_difference d SET kind = said.kind, state = 'open', our_amount = said.our_amount,
    our_currency = said.our_currency, our_state = said.our_state, our_at = said.our_at, payment_id = said.payment_id,
    refund_id = said.refund_id, changed_at = %(now)s, settled_at = NULL, settled_by = '', reason = ''
FROM said
WHERE d.line_id = said.line_id AND d.gateway = %(gateway)s AND said.kind IN {PROBLEMS} AND (
    d.state = 'cleared' OR (d.state = 'resolved' AND d.kind <> said.kind) OR (d.state = 'open' AND
        (d.kind, d.our_amount, d.our_state, d.payment_id, d.refund_id) IS DISTINCT FROM
        (said.kind, said.our_amount, said.our_state, said.payment_id, said.refund_id))
)
"""  # noqa: S608 - parts of our own
CLEAR = f"""{SAID}
UPDATE reporting_difference d SET state = 'cleared', our_amount = said.our_amount, our_currency = said.our_currency,
    our_state = said.our_state, our_at = said.our_at, payment_id = said.payment_id, refund_id = said.refund_id,
    changed_at = %(now)s, settled_at = %(now)s
FROM said
WHERE d.line_id = said.line_id AND d.gateway = %(gateway)s AND d.state = 'open' AND said.kind NOT IN {PROBLEMS}
"""  # noqa: S608 - parts of our own


def note_differences(*, gateway: str, now: dt.datetime) -> None:
    """Write down what lines disagree in, and clear what agrees by now; in the caller's transaction, the channel locked."""
    with connection.cursor() as cursor:
        for step in (REOPENED, RENEW, CLEAR, FIND):
            cursor.execute(step, {"gateway": gateway, "now": now})
