"""The first page beside a month of 50,000 orders, with the statistics that a busy shop has: it never goes through them."""

import re

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from platform_core.tenancy.context import tenant_context
from tenants.access.services.save_shop_settings import save_shop_settings
from tenants.finance.services.close_days import close_days
from tenants.insights.services.count_days import count_days
from tenants.reporting.services.make_figures import make_figures
from tests.integration.console.test_back_office import staff
from tests.world import committed_shop, now

ORDERS = 50_000
FILL = (
    """
    INSERT INTO orders_order (id, number, token_hash, status, amount, refunded, currency, contact_type, contact_sealed, contact_hash,
        contact_masked, query_password, terms_digest, language, pay_by, created_at, paid_at, completed_at)
    SELECT gen_random_uuid(), 'N' || i, sha256(convert_to(i::text, 'UTF8')), 'completed', 4500, 0, 'CNY', 'email', '\\x00',
           decode(md5((i %% 20000)::text), 'hex'), 'b***', '', '', 'zh-hans', at, at, at, at
    FROM (SELECT i, %(now)s - i * interval '30 days' / %(orders)s AS at FROM generate_series(0, %(orders)s - 1) i) o
    """,
    """
    INSERT INTO payments_payment (id, order_id, gateway, method, number, amount, paid_amount, currency, state, session,
        provider_session, provider_id, created_at, paid_at)
    SELECT gen_random_uuid(), id, 'alipay', 'alipay_qr', 'P' || number, amount, amount, currency, 'succeeded', '{}', '', 'T' || number,
           created_at, paid_at FROM orders_order
    """,
    """
    INSERT INTO finance_ledgertransfer (subject_id, kind, number, debit_id, credit_id, currency, amount, at)
    SELECT id, 2, 1, 4, 5, currency, amount, paid_at FROM payments_payment
    """,
)


def count_rows(admin, shop):
    """Statistics of its own tables alone: those that all shops share hold what other tests left at this moment."""
    admin.execute(
        "DO $$ BEGIN EXECUTE (SELECT 'ANALYZE ' || string_agg(format('%I.%I', schemaname, tablename), ', ')"
        f" FROM pg_tables WHERE schemaname = '{shop.schema_name}'); END $$"
    )


@pytest.fixture
def busy(transactional_db):
    with committed_shop("busy") as made:
        with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
            admin.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(made.schema_name)))
            for statement in FILL:
                admin.execute(statement, {"orders": ORDERS, "now": now()})
            count_rows(admin, made)
            with tenant_context(made):
                moment = now()
                save_shop_settings(changes={"launch_dismissed_at": moment}, now=moment)
                assert count_days(now=moment) >= 29
                close_days(now=moment)
                make_figures(now=moment)
            count_rows(admin, made)
        yield made


def is_of_the_page(text):
    """Not whose shop it is, which each process asks every few seconds."""
    return text.lstrip().startswith(("SELECT", "WITH")) and "set_config" not in text and '"tenancy_' not in text


def plans(queries):
    """What the planner would do with each statement about orders."""
    for query in queries:
        text = query["sql"]
        if "orders_order" in text or "ledgertransfer" in text:
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN " + text)
                yield "\n".join(row[0] for row in cursor.fetchall())


def test_the_first_page_never_goes_through_all_orders(busy):
    client = staff(busy)
    for path in ("/console/?days=1", "/console/?days=7", "/console/?days=30", "/console/attention/rows"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        limit = 16 if "attention" in path else 10
        assert len([each for each in captured if is_of_the_page(each["sql"])]) <= limit, path
        with tenant_context(busy):
            seen = list(plans(captured.captured_queries))
            assert not [plan for plan in seen if re.search(r"Seq Scan on orders_order\b", plan)], path
