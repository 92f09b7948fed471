"""What a month of orders leaves beside its orders: accounts of buyers, messages, cases, the audit log, requests, views of products.

So that pages about them are as full as they would be. All contacts are one, whatever their masked forms say. Call it after
``fill_month``, in the same shop.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from platform_core.kernel.contacts import seal_contact
from platform_core.tenancy.context import current_tenant
from testbed.month import ID, Month

# Every fifth order is one of a buyer with an account, who has ordered three times.
BUYERS = """
WITH chosen AS (
    SELECT id, created_at, row_number() OVER (ORDER BY created_at, id) / 3 AS who
    FROM orders_order WHERE buyer_id IS NULL AND hashtext(right(number, 6)) %% 5 = 0
      AND created_at >= %(since)s AND created_at < %(until)s
), buyer AS (
    INSERT INTO customers_buyer (id, contact_kind, contact_sealed, contact_hash, contact_masked, password, payment_password,
                                 payment_failures, language, created_at)
    SELECT pg_temp.id_at(min(created_at), 'buyer' || who), 'email', %(contact)s,
           sha256(convert_to('buyer' || who || min(created_at), 'UTF8')),
           'k***' || who || '@example.com', '', '', 0, 'zh-hans', min(created_at)
    FROM chosen GROUP BY who RETURNING id
)
UPDATE orders_order o SET buyer_id = pg_temp.id_at(first.at, 'buyer' || chosen.who)
FROM chosen JOIN (SELECT who, min(created_at) AS at FROM chosen GROUP BY who) first USING (who), (SELECT count(*) FROM buyer) made
WHERE o.id = chosen.id
"""
MESSAGES = """
INSERT INTO notifications_message (id, key, kind, channel, order_id, language, contact_masked, contact_hash, state, attempts, gateway,
                                   provider_id, reason, created_at, done_at)
SELECT pg_temp.id_at(paid_at, 'message' || number), 'month:' || number, 'order_delivered', 'email',
       id, language, contact_masked, contact_hash,
       CASE WHEN hashtext(right(number, 6)) %% 100 = 0 THEN 'failed' ELSE 'sent' END, 1, '', '', '', paid_at, paid_at
FROM orders_order WHERE paid_at IS NOT NULL AND created_at >= %(since)s AND created_at < %(until)s
"""
# Each fiftieth order that was paid, of those with an account and of those without, beginning with the first: a month has two, however
# small it is.
CASES = """
INSERT INTO orders_abnormalcase (id, number, reason, detail, status, outcome, order_id, assignee, opened_by, closed_by, opened_at, due_at,
                                 closed_at)
SELECT pg_temp.id_at(paid_at, 'case' || number), 'C' || right(number, 14),
       (ARRAY['code_reported', 'by_hand', 'disputed'])[1 + place %% 3], '{}',
       CASE WHEN place %% 10 = 0 THEN 'open' ELSE 'closed' END, CASE WHEN place %% 10 = 0 THEN '' ELSE 'dismissed' END, id, '', '',
       CASE WHEN place %% 10 = 0 THEN '' ELSE 'owner@example.com' END, paid_at, paid_at + interval '1 day',
       CASE WHEN place %% 10 = 0 THEN NULL ELSE paid_at + interval '2 hours' END
FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM (
          SELECT *, row_number() OVER (PARTITION BY buyer_id IS NULL ORDER BY id) AS paid FROM orders_order
          WHERE paid_at IS NOT NULL AND created_at >= %(since)s AND created_at < %(until)s) p WHERE paid %% 50 = 1) o
"""
AUDIT = """
WITH entry AS (
    INSERT INTO access_auditentry (id, at, email, role, act, target, reason)
    SELECT pg_temp.id_at(created_at, 'act' || number), created_at, 'owner@example.com', 'owner', 'order_note', id::text, ''
    FROM orders_order WHERE hashtext(right(number, 6)) %% 3 = 0 AND created_at >= %(since)s AND created_at < %(until)s
    RETURNING id, at
)
INSERT INTO access_auditoutcome (entry_id, outcome, detail, at) SELECT id, 'done', '{}', at FROM entry
"""
REQUESTS = """
INSERT INTO access_requestlogentry (id, key_id, method, operation, path, query, status, duration_ms, user_agent, version, problem,
    idempotency_key, replayed, original_request, content_type, request_bytes, request_body, request_omitted, response_bytes,
    response_body, response_omitted)
SELECT pg_temp.id_at(created_at, 'request' || number), gen_random_uuid(), 'POST', 'createIssuance', '/v1/issuances', '',
       CASE WHEN hashtext(right(number, 6)) %% 20 = 0 THEN 422 ELSE 201 END, 12, 'client/1.0', '2026-11-01', '', '', false, '',
       'application/json', 300, '{}', '', 900, '{}', ''
FROM orders_order WHERE created_at >= %(since)s AND created_at < %(until)s
"""
VIEWS = """
INSERT INTO insights_productview (product_id, day, views)
SELECT p.id, d::date, 40 + (hashtext(p.id::text || d::date) & 65535) %% 900
FROM catalog_product p, generate_series(%(first)s::date, %(last)s::date, '1 day') d ON CONFLICT DO NOTHING
"""
STATISTICS = """
ANALYZE customers_buyer, orders_order, notifications_message, orders_abnormalcase, access_auditentry, access_auditoutcome,
    access_requestlogentry, insights_productview
"""


def fill_traces(month: Month) -> None:
    """Write those of a month's orders into the current shop, in one transaction."""
    midnight = dt.datetime.combine(month.first, dt.time(), ZoneInfo(current_tenant().time_zone))
    days = (month.last - month.first).days + 1
    values: dict[str, Any] = {
        "since": midnight, "until": midnight + dt.timedelta(days=days), "first": month.first, "last": month.last,
        "contact": seal_contact(current_tenant().id, "buyer@example.com").sealed,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("DROP FUNCTION IF EXISTS pg_temp.id_at")
        cursor.execute(ID)
        for statement in (BUYERS, MESSAGES, CASES, AUDIT, REQUESTS, VIEWS):
            cursor.execute(statement, values)
        cursor.execute(STATISTICS)
