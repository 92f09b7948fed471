"""How much is kept for a shop is measured once a day and told as an event of its own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import UsageTotal
from billing.services.gather_usage import gather_usage
from billing.services.measure_storage import measure_storage
from platform_core.events.models import Event
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.enums import TenantState
from platform_core.tenancy.models import Tenant

MORNING = dt.datetime(2026, 5, 4, 6, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def billing_on(settings):
    settings.KAQUAN_BILLING = "sandbox"


def figures(tenant):
    with platform_context():
        rows = UsageTotal.objects.filter(tenant_role=tenant.role_name, meter="storage").order_by("at")
        return [(row.at.date().isoformat(), row.quantity) for row in rows]


def test_every_live_shop_is_measured_once_a_day(tenant, other_tenant):
    assert measure_storage(now=MORNING) == 2
    gather_usage(now=MORNING)
    assert measure_storage(now=MORNING + dt.timedelta(hours=17)) == 0
    assert measure_storage(now=MORNING + dt.timedelta(hours=18)) == 2
    gather_usage(now=MORNING)
    days = figures(tenant)
    assert [day for day, _ in days] == ["2026-05-04", "2026-05-05"]
    # Empty tables and their indexes take some room already, and no shop of a test has a gigabyte.
    assert all(0 < megabytes < 1_000 for _, megabytes in days)


def test_closed_shops_are_not_measured(tenant, other_tenant):
    with platform_context():
        Tenant.objects.filter(pk=other_tenant.id).update(state=TenantState.ARCHIVED)
    assert measure_storage(now=MORNING) == 1
    with platform_context():
        told = Event.objects.filter(type="storage.measured")
        assert [event.tenant_role for event in told] == [tenant.role_name]
        assert set(told.get().payload) == {"id", "megabytes"}


def test_nothing_is_measured_where_nobody_is_charged(tenant, settings):
    settings.KAQUAN_BILLING = "off"
    assert measure_storage(now=MORNING) == 0


def test_pictures_of_products_count_and_those_that_are_taken_away_do_not(tenant, other_tenant, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    folder = tmp_path / tenant.schema_name / "products" / ("a" * 32)
    folder.mkdir(parents=True)
    (folder / "one.webp").write_bytes(bytes(30 << 20))
    (folder / "two.webp").write_bytes(bytes(20 << 20))
    (tmp_path / tenant.schema_name / "front").mkdir()
    (tmp_path / tenant.schema_name / "front" / "logo.webp").write_bytes(bytes(30 << 20))
    measure_storage(now=MORNING)
    gather_usage(now=MORNING)
    (folder / "one.webp").unlink()
    measure_storage(now=MORNING + dt.timedelta(days=1))
    gather_usage(now=MORNING)
    (folder / "two.webp").unlink()
    measure_storage(now=MORNING + dt.timedelta(days=2))
    gather_usage(now=MORNING)
    both, one, none = (megabytes for _, megabytes in figures(tenant))
    # Tables may grow by a little between two days.
    assert (round((both - one) / 30), round((one - none) / 20)) == (1, 1)
    assert both - none >= 48
    assert max(megabytes for _, megabytes in figures(other_tenant)) - none < 20


def test_who_was_measured_is_found_without_reading_all_hours_of_all_shops(tenant, other_tenant):
    with platform_context(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.billing_usagetotal (tenant_role, meter, at, quantity, reported)"
            " SELECT 'shop_' || n % 200, 'storage', now() - n * interval '1 hour', 1, 1 FROM generate_series(1, 20000) n"
        )
        cursor.execute("SET LOCAL enable_seqscan = off")  # tables of a test are small and not analysed
        with CaptureQueriesContext(connection) as asked:
            assert measure_storage(now=MORNING) == 2
        looks = [
            each["sql"] for each in asked if each["sql"].startswith("SELECT") and "billing_usagetotal" in each["sql"]
        ]
        (look,) = looks
        cursor.execute("EXPLAIN " + look)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Cond" in plan
    assert "tenant_role" in plan.partition("Index Cond")[2].splitlines()[0], plan
