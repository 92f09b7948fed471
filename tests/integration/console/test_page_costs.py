"""Every page of the back office costs as many queries with many orders as with few, and fewer than ten."""

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry, RequestLogEntry
from tenants.console import urls
from tenants.customers.models import Buyer
from tenants.finance.days import shop_day
from tenants.inventory.models import CodeImport, Lot
from tenants.orders.models import AbnormalCase, Order
from testbed.month import fill_month
from testbed.traces import fill_traces
from tests.integration.console.test_back_office import staff
from tests.world import now

MOST = 9
NAMES = [
    pattern.name
    for pattern in urls.urlpatterns
    if pattern.name and "<" not in str(pattern.pattern) and pattern.name not in {"enter", "leave"}
]
# What the wall between shops sets before each transaction, and what a process keeps of shops and reads again after a while.
NOT_THE_PAGES = ("set_config", "SAVEPOINT", 'FROM "tenancy_tenant"', 'FROM "tenancy_domain"')
# Pages of one thing, which are no lists: each part of them is a question about the one thing, and none is asked for each row.
DETAILS = {"order": 22, "product": 16, "import": 12, "stock_sku": 12, "finance_supplier": 12, "stock_batch": 12,
           "customer": 21, "case": 24, "log": 9, "audit_entry": 9}  # fmt: skip

# The launch checklist, and all that waits (where it is also noted that somebody looked): a question about each of their parts, of one
# shop; nothing there grows with the shop.
STEPS = {"launch": 11, "attention": 10}


def path_of(name, *args):
    return reverse(f"console:{name}", args=args, urlconf="config.urls_tenant")


def queries_of(client, path):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(path)
    asked = [query["sql"] for query in caught]
    return answer.status_code, [sql for sql in asked if not any(word in sql for word in NOT_THE_PAGES)]


def details_of(tenant, month):
    """Of the same kind each time: an order and a case of a buyer with an account, of which there is more to say."""
    with tenant_context(tenant):
        order = Order.objects.filter(status="completed", buyer_id__isnull=False).latest("created_at")
        code_import = CodeImport.objects.latest("created_at")
        lot = Lot.objects.latest("id")
        buyer = Buyer.objects.latest("created_at")
        case = AbnormalCase.objects.filter(order__buyer_id__isnull=False).latest("opened_at")
        entry, act = RequestLogEntry.objects.latest("id"), AuditEntry.objects.latest("at")
    ids = {
        "order": order.id, "product": month.products[0], "import": code_import.id, "stock_sku": month.skus[0],
        "finance_supplier": month.suppliers[0], "stock_batch": lot.id,
        "customer": buyer.id, "case": case.id, "log": public_id("req", entry.id), "audit_entry": act.id,
    }  # fmt: skip
    return {name: path_of(name, ids[name]) for name in DETAILS}


def ask_everything(tenant, client, orders):
    """Fill the shop, ask for all of its pages, and empty it again; the queries of each page."""
    found = {}
    with transaction.atomic():
        with tenant_context(tenant):
            month = fill_month(orders=orders, last=shop_day(now()), days=5)
            fill_traces(month)
        paths = {name: path_of(name) for name in NAMES} | details_of(tenant, month)
        for name, path in paths.items():
            status, asked = queries_of(client, path)
            if status == 200:
                found[name] = asked
        transaction.set_rollback(True)
    return found


def test_no_page_asks_more_when_there_is_more(tenant):
    """On the same days both times: many pages show this month, or today."""
    client = staff(tenant)
    few, many = (ask_everything(tenant, client, orders) for orders in (60, 240))
    assert len(few) > 25
    assert few.keys() >= DETAILS.keys()
    over = {name: "\n".join(asked) for name, asked in many.items() if len(asked) > (DETAILS | STEPS).get(name, MOST)}
    assert over == {}
    assert many.keys() == few.keys()
    grown = {name: (len(few[name]), len(asked)) for name, asked in many.items() if len(asked) > len(few[name])}
    assert grown == {}
