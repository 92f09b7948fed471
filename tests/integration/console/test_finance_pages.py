"""The finance pages: few queries however much was sold, figures that open what is behind them, and each role only what it may."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.ids import new_id
from platform_core.kernel.money import format_money
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry
from tenants.console.finance_reports import REPORTS
from tenants.finance.days import shop_day
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.models import DayTotal, LedgerTransfer
from tenants.finance.selectors import list_balances
from tenants.finance.services.close_days import close_days
from tenants.reporting.models import SalesFigure
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
    shown = answer.content.decode().split("<main")[1]
    assert 'class="empty"' not in shown
    assert re.search(r"\d\.\d\d\b", shown)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_teaches_when_nothing_is_booked(tenant, page):
    answer = staff(tenant, "finance").get(f"/console/{page}")
    assert answer.status_code == 200
    shown = answer.content.decode().split("<main")[1]
    assert 'class="empty"' in shown
    assert not re.search(r"\d\.\d\d\b", shown)


def test_a_figure_opens_the_transfers_that_it_is_made_of(tenant, month):
    client = staff(tenant, "finance")
    page = client.get(f"/console/finance/reports/daily?since={month.last}&until={month.last}").content.decode()
    links = [html.unescape(link) for link in re.findall(r'href="(/console/finance/ledger[^"]+)"', page)]
    sales = next(link for link in links if "account=5" in link)
    rows = client.get(sales).content.decode()
    with tenant_context(tenant):
        paid = LedgerTransfer.objects.filter(kind=TransferKind.PAYMENT)
        amounts = [each.amount for each in paid if shop_day(each.at) == month.last]
    assert rows.count("收款</td>") == len(amounts)
    assert format_money(sum(amounts), "CNY").lstrip("¥") in page


@pytest.mark.parametrize("name", ["daily", "monthly", "products", "supplier-profit"])
def test_a_report_is_checked_against_the_ledger_and_says_when_it_differs(tenant, month, name):
    client = staff(tenant, "finance")
    path = f"/console/finance/reports/{name}/check?{days(month)}"
    assert "check right" in client.get(path).content.decode()
    kept = DayTotal.objects if name in {"daily", "monthly"} else SalesFigure.objects
    with tenant_context(tenant):
        kept.filter(day=month.last).delete()
    assert "check wrong" in client.get(path).content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_a_report_is_a_file_and_who_took_it_is_written_down(tenant, month, form):
    client = staff(tenant, "finance")
    answer = client.post(f"/console/finance/reports/daily/file.{form}", {"since": month.first, "until": month.last})
    assert answer.status_code == 200
    content = answer.getvalue()
    assert content[:4] in {b'\xef\xbb\xbf"', b"PK\x03\x04", b"%PDF"}
    assert f"daily-{month.first}-{month.last}.{form}" in answer.headers["Content-Disposition"]
    with tenant_context(tenant):
        entry = AuditEntry.objects.select_related("outcome").get()
    assert (entry.act, entry.outcome.detail["form"]) == ("finance_export", form)


def test_the_ledger_is_a_file_with_each_transfer(tenant, month):
    asked = {"since": month.first, "until": month.last, "kind": TransferKind.PAYMENT.value}
    answer = staff(tenant, "finance").post("/console/finance/reports/ledger/file.csv", asked)
    lines = answer.getvalue().decode().splitlines()
    with tenant_context(tenant):
        assert len(lines) - 1 == LedgerTransfer.objects.filter(kind=TransferKind.PAYMENT).count()
    assert "收款" in lines[1]


def test_a_payment_to_a_supplier_is_recorded_and_undone_from_its_message(tenant, month):
    client, supplier = staff(tenant, "finance"), month.suppliers[0]
    page = f"/console/finance/suppliers/{supplier}"
    form = {
        "payment_id": new_id(),
        "amount": "12.34",
        "currency": "CNY",
        "paid_on": month.last,
        "reference": "ICBC-7",
    }
    answer = client.post(page, form, follow=True)
    undo = re.search(r'action="(/console/finance/supplier-payments/[^"]+)"', answer.content.decode())
    with tenant_context(tenant):
        assert list_balances()[AccountCode.OUTSIDE_FUNDS, "CNY"] == -1234
    client.post(undo[1])
    with tenant_context(tenant):
        assert list_balances()[AccountCode.OUTSIDE_FUNDS, "CNY"] == 0


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "1.005"}, {"amount": "99999999"}, {"paid_on": "2999-01-01"}, {"reference": ""}],
    ids=["nothing", "fractions", "more than owed", "in the future", "no reference"],
)  # fmt: skip
def test_a_payment_that_cannot_be_is_refused_with_the_form_kept(tenant, month, wrong):
    form = {
        "payment_id": new_id(),
        "amount": "12.34",
        "currency": "CNY",
        "paid_on": month.last,
        "reference": "ICBC-7",
    }
    answer = staff(tenant, "finance").post(f"/console/finance/suppliers/{month.suppliers[0]}", {**form, **wrong})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    with tenant_context(tenant):
        assert (AccountCode.OUTSIDE_FUNDS, "CNY") not in list_balances()


@pytest.mark.parametrize("role", ["operations", "support", "developer"])
def test_other_roles_neither_see_nor_export_nor_settle(tenant, month, role):
    client = staff(tenant, role)
    for page in PAGES:
        assert client.get(f"/console/{page}").status_code == 404
    assert client.post("/console/finance/reports/daily/file.csv").status_code == 404
    assert client.post(f"/console/finance/suppliers/{month.suppliers[0]}", {"amount": "1"}).status_code == 404


def test_reports_and_suppliers_that_do_not_exist_are_not_found(tenant):
    client = staff(tenant, "finance")
    for path in ("reports/none", "reports/daily/none", "reports/ages/check", f"suppliers/{new_id()}"):
        assert client.get(f"/console/finance/{path}").status_code == 404
    for path in (
        "reports/none/file.csv",
        "reports/daily/file.exe",
        "reports/ledger/file.pdf",
        "reports/statement/file.csv",
    ):
        assert client.post(f"/console/finance/{path}").status_code == 404
