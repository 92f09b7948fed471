"""The staff's pages of recalls: who sees them, that one person asks and another agrees, and that no buyer is on them."""

import pytest

from platform_core.compliance.models import PlatformRecall, Proposal
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.orders.services.report_recalls import report_recalls
from tests.integration.compliance.supply import hand_in, run_jobs, supplier_of
from tests.integration.orders.ordering import open_payment, order, says
from tests.integration.site.staffing import enter, hire
from tests.world import FIRST_STAFF, now, platform, stock

TYPED = {"reason": "该批次来源不明", "notice": "请勿使用这批卡密", "since": "", "until": ""}


def as_staff(email):
    return enter(hire(email=email))


@pytest.fixture
def supplier(tenant, other_tenant):
    """A supplier of two shops; somebody bought of it in one."""
    shelves = [hand_in(tenant), hand_in(other_tenant)]
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelves[0]).id, actor=FIRST_STAFF, note="", now=now())
    stock(tenant, shelves[0], 3)
    with tenant_context(tenant):
        says(open_payment(order((shelves[0].sku, 1), contact="ann@example.com")))
    return supplier_of(shelves[0])


def test_one_asks_another_agrees_and_the_page_counts_without_names(tenant, supplier):
    first, second = as_staff("s1@p.example"), as_staff("s2@p.example")
    new = f"/staff/recalls/new/{supplier.id}"
    assert "召回" in first.get(f"/staff/suppliers/{supplier.id}").content.decode()
    assert "涉及 2 家店铺" in first.get(new).content.decode()
    assert first.post(new, TYPED)["Location"] == "/staff/recalls"
    with platform_context():
        proposal = Proposal.objects.get()
    decide = f"/staff/recalls/proposals/{proposal.id}"
    assert "须由另一位平台人员确认" in first.get("/staff/recalls").content.decode()
    first.post(decide, {"decision": "yes"})
    with platform_context():
        assert not PlatformRecall.objects.exists()
    assert decide in second.get("/staff/recalls").content.decode()
    there = second.post(decide, {"decision": "yes"})["Location"]
    run_jobs()
    with tenant_context(tenant):
        report_recalls(now=now())
    page = second.get(there).content.decode()
    assert "冻结 2 张，售出 1 张，已通知 1 / 1 笔订单的买家" in page
    assert "example.com" not in page.replace("s1@p.example", "").replace("s2@p.example", "")
    assert there in first.get("/staff/recalls").content.decode()


@pytest.mark.parametrize(
    "typed", [{"reason": ""}, {"notice": " "}, {"since": "x"}, {"since": "2026-02-02", "until": "2026-02-01"}]
)
def test_what_is_incomplete_is_said_and_kept_in_the_form(supplier, typed):
    answer = as_staff("s1@p.example").post(f"/staff/recalls/new/{supplier.id}", {**TYPED, **typed})
    assert answer.status_code == 422
    assert typed.get("reason", TYPED["reason"]) in answer.content.decode()
    with platform_context():
        assert not Proposal.objects.exists()


def test_a_recall_is_agreed_to_among_all_that_waits_for_a_second_person_too(tenant, supplier):
    first, second = as_staff("s1@p.example"), as_staff("s2@p.example")
    first.post(f"/staff/recalls/new/{supplier.id}", TYPED)
    with platform_context():
        proposal = Proposal.objects.get()
    assert (
        f'<a href="/staff/suppliers/{supplier.id}">{supplier.name}</a>'
        in second.get("/staff/proposals").content.decode()
    )
    second.post(f"/staff/proposals/{proposal.id}/agree")
    with platform_context():
        assert PlatformRecall.objects.count() == 1


def test_they_do_not_exist_for_anybody_else(supplier):
    client = platform()
    for path in ("/staff/recalls", f"/staff/recalls/new/{supplier.id}", f"/staff/recalls/{supplier.id}"):
        assert client.get(path).status_code == 404
    staff = as_staff("s1@p.example")
    assert staff.get(f"/staff/recalls/{supplier.id}").status_code == 404
    assert staff.get("/staff/recalls").status_code == 200
