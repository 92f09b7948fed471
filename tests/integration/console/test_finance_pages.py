"""The finance pages: few queries however much was sold, figures that open what is behind them, and each role only what it may."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.tenancy.context import tenant_context
from tenants.console.finance_reports import REPORTS
from tenants.finance.days import shop_day
from tenants.finance.services.close_days import close_days
from tenants.reporting.services.make_figures import make_figures
from testbed.month import fill_month
from tests.integration.console.test_back_office import staff
from tests.world import now

MOST_QUERIES = 10
PAGES = ["finance", "finance/ledger", *(f"finance/reports/{name}" for name in REPORTS)]


@pytest.fixture
def month(tenant):
    """A month of 120 orders, the last of them yesterday; all days but today are closed."""
    with tenant_context(tenant):
        made = fill_month(orders=120, last=shop_day(now()) - dt.timedelta(days=1), products=4, suppliers=2)
        close_days(now=now())
        make_figures(now=now())
    return made


def days(month):
    return f"since={month.first}&until={month.last + dt.timedelta(days=1)}"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_few_queries_however_many_orders_there_are(tenant, month, page):
    client = staff(tenant, "finance")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(f"/console/{page}?{days(month)}")
    assert answer.status_code == 200
    reads = [
        each["sql"]
        for each in queries
        if not each["sql"].startswith(("SET", "SAVEPOINT", "RELEASE", "SELECT set_config"))
    ]
    assert len(reads) < MOST_QUERIES, reads
    assert "¥" in answer.content.decode() or ".00" in answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_teaches_when_nothing_is_booked(tenant, page):
    answer = staff(tenant, "finance").get(f"/console/{page}")
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()
