"""What a shop's page of usage shows: this month in its own time zone, beside the limits of its plan."""

import datetime as dt

import pytest

from billing.models import UsageTotal
from billing.usage_selectors import usage_of
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.tenancy.context import platform_context, tenant_context

MIDNIGHT = dt.datetime(2026, 5, 31, 16, tzinfo=dt.UTC)  # June begins in Shanghai
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
NOW = MIDNIGHT + 9 * DAY + 12 * HOUR


def use(tenant, meter, at, quantity):
    with platform_context():
        UsageTotal.objects.create(tenant_role=tenant.role_name, meter=meter, at=at, quantity=quantity)


@pytest.fixture
def busy(tenant, other_tenant):
    """A hundred codes on every day of June, half of them in each half of the day; others' codes, and those of May."""
    for number in range(9):
        use(tenant, "codes", MIDNIGHT + number * DAY, 50)
        use(tenant, "codes", MIDNIGHT + number * DAY + 23 * HOUR, 50)
        use(other_tenant, "codes", MIDNIGHT + number * DAY, 1_000)
    use(tenant, "codes", NOW - HOUR, 40)
    use(tenant, "codes", MIDNIGHT - HOUR, 7)
    return tenant


def test_a_month_is_that_of_the_shop(busy, django_assert_num_queries):
    with tenant_context(busy):
        usage_of(busy, NOW)  # the context
        with django_assert_num_queries(2):
            usage = usage_of(busy, NOW)
    codes, sms, storage = usage.meters
    assert (codes.meter, sms.meter, storage.meter) == ("codes", "sms", "storage")
    assert (codes.used, codes.limit) == (940, None)
    assert codes.days[0] == (dt.date(2026, 6, 1), 100)
    assert codes.days[-1] == (dt.date(2026, 6, 10), 40)
    assert len(codes.days) == 10
    assert codes.forecast > 2_500
    assert (sms.used, sms.forecast, sms.days[0]) == (0, None, (dt.date(2026, 6, 1), 0))
    assert (storage.used, storage.limit, storage.days) == (0, None, [])


def test_limits_are_those_of_the_plan_and_the_exact_counter_is_believed(busy):
    with platform_context():
        grant_plan(tenant_id=busy.id, tenant_role=busy.role_name, plan="starter", now=NOW)
    use(busy, "storage", MIDNIGHT - 16 * HOUR + DAY, 2_048)
    with tenant_context(busy):
        codes, _, storage = usage_of(busy, NOW, codes_issued=10_000).meters
    assert (codes.used, codes.limit, codes.hit_on) == (10_000, 10_000, dt.date(2026, 6, 10))
    assert (storage.used, storage.limit, storage.hit_on) == (2_048, 2_048, dt.date(2026, 6, 1))
    assert storage.days == [(dt.date(2026, 6, 1), 2_048)]


def test_a_shop_sees_its_own(busy, other_tenant):
    with tenant_context(other_tenant):
        assert usage_of(busy, NOW).meters[0].used == 0
        assert usage_of(other_tenant, NOW).meters[0].used == 9_000
