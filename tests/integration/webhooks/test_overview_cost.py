"""What monitoring and the staff page ask of the database: few statements, none of which reads all deliveries or all hours."""

from __future__ import annotations

import datetime as dt

import orjson
import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.metrics import Figures
from platform_core.events.selectors import get_outbox
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.webhooks.planting import plant_deliveries, plant_endpoint
from webhooks.models import AttemptTotal, Tally
from webhooks.overview import get_endpoint_states, list_shop_figures

# The outbox is not among them: all of it waits, and its count ends at a limit.
LARGE = {"webhooks_delivery", "webhooks_deliveryattempt", "webhooks_tally", "events_event", "events_job"}
MOST_STATEMENTS = 14
MANY = 10_000
OVER = """
INSERT INTO public.webhooks_delivery (id, tenant_role, event_id, target, lane, endpoint_id, object_id, event_type, url, version,
                                      status, attempts, attempts_before, created_at, completed_at)
SELECT public.webhook_new_id(), %(role)s, gen_random_uuid(), %(endpoint)s::text, %(endpoint)s, %(endpoint)s, 'iss_1',
       'issuance.issued', '', '', 'succeeded', 1, 0, now(), now()
FROM generate_series(1, %(many)s)
"""
DONE = """
INSERT INTO public.events_job (id, tenant_role, name, key, payload, created_at, available_at, attempts, last_error, done_at)
SELECT gen_random_uuid(), '', 'x', 'cost-' || number, '{}', now(), now(), 1, '', now() FROM generate_series(1, %(many)s) number
"""
# Only a superuser may: tables as they are before anybody has counted their rows.
FORGET = (
    "DELETE FROM pg_statistic WHERE starelid = ANY(%s::regclass[])",
    "UPDATE pg_class SET relpages = 0, reltuples = -1 WHERE oid = ANY(%s::regclass[])",
)


@pytest.fixture
def uncounted(django_db_setup):
    """The planner has no statistics of the large tables, whatever other tests committed when some were made."""
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        for statement in FORGET:
            admin.execute(statement, [[f"public.{table}" for table in sorted(LARGE)]])


@pytest.fixture
def full(uncounted, tenant, other_tenant):
    """Tables in which what is over by far outnumbers what waits."""
    moment = now()
    endpoint = plant_endpoint(tenant, moment)
    with platform_context(), connection.cursor() as cursor:
        cursor.execute(OVER, {"role": tenant.role_name, "endpoint": endpoint.id, "many": MANY})
        cursor.execute(DONE, {"many": MANY})
    plant_deliveries(tenant, endpoint, moment - dt.timedelta(minutes=1), many=20)
    plant_deliveries(other_tenant, plant_endpoint(other_tenant, moment), moment, many=20)
    hour = moment.replace(minute=0, second=0, microsecond=0)
    with platform_context():
        AttemptTotal.objects.create(until=hour - dt.timedelta(hours=2))
        Tally.objects.bulk_create(
            Tally(
                endpoint_id=plant.id,
                span=span,
                at=hour - number * step,
                tenant_role=tenant.role_name,
                succeeded=1,
                failed=1,
                duration_ms=1,
                slowest_ms=1,
            )
            for plant in [plant_endpoint(tenant, moment) for _ in range(8)]
            for span, step, many in (
                ("hour", dt.timedelta(hours=1), 700),
                ("minute", dt.timedelta(minutes=1), 60),
            )
            for number in range(many)
        )
    return moment


def plans_of(ask):
    """The statements that ``ask`` makes, each with its plan."""
    with platform_context(), CaptureQueriesContext(connection) as asked:
        ask()
    statements = [each["sql"] for each in asked.captured_queries if "public" in each["sql"] or "FROM" in each["sql"]]
    found = []
    with platform_context(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute("EXPLAIN (FORMAT JSON) " + statement)
            [plan] = cursor.fetchone()
            found.append((statement, plan if isinstance(plan, list) else orjson.loads(plan)))
    return found


def read_whole(node):
    """Tables that a plan reads from end to end."""
    whole = {node["Relation Name"]} if node.get("Node Type") == "Seq Scan" else set()
    return whole.union(*(read_whole(each) for each in node.get("Plans", ())))


@pytest.mark.parametrize("asker", ["metrics", "page"])
def test_no_large_table_is_read_as_a_whole(full, asker):
    def ask():
        if asker == "metrics":
            list(Figures(full).collect())
        else:
            get_outbox(counted=100)
            list_shop_figures(counted=100, now=full)
            get_endpoint_states(now=full)

    plans = plans_of(ask)
    assert 5 <= len(plans) <= MOST_STATEMENTS
    for statement, [plan] in plans:
        assert not read_whole(plan["Plan"]) & LARGE, statement


def test_a_shops_backlog_is_counted_up_to_a_limit_and_every_shop_is_found(full, tenant, other_tenant):
    with platform_context():
        found = {each.role: each.waiting for each in list_shop_figures(counted=15, now=full)}
    assert found == {tenant.role_name: 15, other_tenant.role_name: 15}
