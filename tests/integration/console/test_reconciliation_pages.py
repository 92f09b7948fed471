"""Reconciliation in the back office: who sees it, from a file to settled differences, what is refused and how that is told."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from tenants.orders.models import AbnormalCase
from tenants.payments.models import Payment
from tenants.reporting.enums import DifferenceState, StatementState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.services.load_statement import load_statement
from tests.integration.console.test_page_costs import MOST, queries_of
from tests.integration.console.test_people import enter, hire
from tests.integration.reporting.institutions import write
from tests.integration.reporting.loading import load, open_channel
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
    table = desk.get(f"{HERE}/differences.csv").getvalue().decode()
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


def test_pages_take_few_queries_and_no_more_with_more_rows(tenant, desk):
    page = loaded(desk, tenant)
    counts = {}
    for turn in range(2):
        if turn:
            with tenant_context(tenant):
                more = Day("wechatpay", date(2026, 1, 6), tag="b")
                more.fill(30)
                more.lines = more.lines[:10]
                more.store()
                load(write("wechatpay", more.lines), now=now())
        with tenant_context(tenant):
            row = Difference.objects.order_by("found_at").first()
        at = f"{HERE}/differences"
        month = f"{HERE}?month=2026-01"
        for address in (month, f"{HERE}/new", page, at, f"{at}.csv", f"{at}/{row.id}", f"{page}/errors.csv"):
            status, asked = queries_of(desk, address)
            assert status == 200
            counts.setdefault(address, []).append(len(asked))
    assert {address: found for address, found in counts.items() if max(found) > MOST or found[0] < found[1]} == {}


def test_a_case_is_opened_for_a_payment_whose_order_is_not_here(tenant, desk):
    loaded(desk, tenant)
    nobody = uuid4()
    with tenant_context(tenant):
        row = Difference.objects.get()
        Payment.objects.filter(pk=row.payment_id).update(order_id=nobody)
    at = f"{HERE}/differences/{row.id}"
    assert desk.post(f"{at}/case", {"reason": ""}).status_code == 302
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        case = AbnormalCase.objects.get()
        assert (case.order_id, case.payment_id, case.detail["order"]) == (None, row.payment_id, str(nobody))
        assert Difference.objects.get().case_id == case.id
    assert case.number in desk.get(at).content.decode()
    assert "已经处理过" in desk.post(f"{at}/case", {"reason": ""}, follow=True).content.decode()
    with tenant_context(tenant):
        assert AbnormalCase.objects.count() == 1


def test_what_waits_at_statements_is_told_to_who_may_settle_it(tenant, desk):
    loaded(desk, tenant)
    with tenant_context(tenant):
        refused = Statement.objects.get()
        refused.pk, refused.first_day, refused.last_day = uuid4(), date(2026, 1, 6), date(2026, 1, 6)
        refused.digest, refused.state = b"other", StatementState.REJECTED
        refused.save(force_insert=True)
    page = desk.get("/console/attention").content.decode()
    assert "待处理的对账差异" in page
    assert "没能载入的账单" in page
    other = enter(tenant, hire(tenant, "support")).get("/console/attention").content.decode()
    assert "对账差异" not in other
    with tenant_context(tenant):  # the day was loaded after all
        Statement.objects.filter(pk=refused.pk).update(first_day=date(2026, 1, 5), last_day=date(2026, 1, 5))
    assert "没能载入的账单" not in desk.get("/console/attention").content.decode()
