"""Reconciliation in the back office: who sees it, from a file to settled differences, what is refused and how that is told."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.reporting.enums import DifferenceState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.services.load_statement import load_statement
from tests.integration.console.test_people import enter, hire
from tests.integration.reporting.institutions import write
from tests.integration.reporting.loading import open_channel
from tests.integration.reporting.planting import Day

HERE = "/console/finance/reconciliation"


@pytest.fixture
def desk(tenant):
    """Somebody of finance, in the shop, with a day's payments and a statement that lacks one of them."""
    client = enter(tenant, hire(tenant, "finance"), second_factor=True)
    with tenant_context(tenant):
        open_channel("wechatpay")
        day = Day("wechatpay", date(2026, 1, 5))
        day.fill(6)
        day.pay(order_id=None)
        day.store()
    client.content = write("wechatpay", day.lines)
    return client


def upload(client, content, **more):
    return client.post(f"{HERE}/preview", {"file": SimpleUploadedFile("账单.csv", content), **more})


def loaded(client, tenant):
    """The statement, loaded through the pages."""
    shown = upload(client, client.content)
    assert shown.status_code == 200
    given = {"signed": shown.context["signed"], "first_day": "2026-01-05", "last_day": "2026-01-05"}
    went = client.post(f"{HERE}/start", given)
    assert went.status_code == 302
    with tenant_context(tenant):
        statement = Statement.objects.get()
        load_statement(statement_id=statement.id, now=now())
    return went.url


def test_a_statement_goes_from_file_to_settled_differences(tenant, desk):
    page = loaded(desk, tenant)
    assert "账单无记录" in desk.get(page).content.decode()
    assert desk.get(f"{HERE}?month=2026-01").context["covered"] == 1
    with tenant_context(tenant):
        row = Difference.objects.get()
    at = f"{HERE}/differences/{row.id}"
    assert desk.get(at).status_code == 200
    assert row.number in desk.get(f"{HERE}/differences?state=open").content.decode()
    desk.post(f"{at}/resolve", {"reason": ""})
    with tenant_context(tenant):
        assert Difference.objects.get().state == DifferenceState.OPEN
    desk.post(f"{HERE}/differences/resolve", {"reason": "=已核实", "pick": [str(row.id)]})
    with tenant_context(tenant):
        assert (Difference.objects.get().state, Statement.objects.get().state) == ("resolved", "settled")
    table = desk.get(f"{HERE}/differences.csv").content.decode()
    assert '"\'=已核实"' in table
    desk.post(f"{at}/reopen")
    desk.post(f"{at}/case", {"reason": "没有到账"})
    with tenant_context(tenant):
        settled = Difference.objects.get()
        assert (settled.state, [each.act for each in settled.notes.all()][-1]) == ("resolved", "case_opened")
    refused = desk.post(f"{page}/undo", follow=True)
    assert "不能撤销" in refused.content.decode()


def test_a_refused_file_says_why_and_leaves_nothing(tenant, desk):
    assert "没有认出这份账单" in upload(desk, b"a,b\n1,2\n").content.decode()
    assert "请换到对应的渠道" in upload(desk, desk.content, gateway="alipay").content.decode()
    with tenant_context(tenant):
        assert not Statement.objects.exists()


def test_who_may_only_look_or_nothing_gets_no_further(tenant, desk):
    page = loaded(desk, tenant)
    support = enter(tenant, hire(tenant, "support"))
    for address in (HERE, f"{HERE}/new", page, f"{HERE}/differences", f"{HERE}/differences.csv"):
        assert support.get(address).status_code == 404


def test_pages_take_few_queries(tenant, desk, django_assert_max_num_queries):
    page = loaded(desk, tenant)
    for address in (HERE, page, f"{HERE}/differences"):
        desk.get(address)
        with django_assert_max_num_queries(16):
            desk.get(address)
