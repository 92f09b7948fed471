"""Every page of the back office costs as many queries with many orders as with few, and fewer than ten."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from platform_core.tenancy.context import tenant_context
from tenants.console import urls
from testbed.month import fill_month
from tests.integration.console.test_back_office import staff
from tests.world import now

MOST = 9
NAMES = [
    pattern.name
    for pattern in urls.urlpatterns
    if pattern.name and "<" not in str(pattern.pattern) and pattern.name not in {"enter", "leave"}
]


def queries_of(client, path):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(path)
    # What the wall between shops sets before each transaction is no query of the page's.
    asked = [query["sql"] for query in caught if "set_config" not in query["sql"] and "SAVEPOINT" not in query["sql"]]
    return answer.status_code, asked


def test_no_page_asks_more_when_there_is_more(tenant):
    client = staff(tenant)
    counts = {}
    for turn, orders in enumerate((30, 120)):
        with tenant_context(tenant):
            fill_month(orders=orders, last=now().date() - dt.timedelta(days=10 * (1 - turn)), days=5, seed=str(turn))
        for name in NAMES:
            status, asked = queries_of(client, reverse(f"console:{name}", urlconf="config.urls_tenant"))
            if status == 200:
                counts.setdefault(name, []).append(asked)
    assert len(counts) > 25
    over = {name: "\n".join(found[-1]) for name, found in counts.items() if len(found[-1]) > MOST}
    assert over == {}
    grown = {name: (len(few), len(many)) for name, (few, many) in counts.items() if len(many) > len(few)}
    assert grown == {}
