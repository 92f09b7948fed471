"""What the platform's staff see of suppliers, and decide."""

import datetime as dt

import pytest

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.models import Proposal
from platform_core.identity.services.register_user import register_user
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.supply import USCC, hand_in, supplier_of
from tests.integration.site.test_staff_webhooks import log_in
from tests.world import make_shelf, now, platform


def staff(name):
    with platform_context():
        register_user(email=f"{name}@p.example", password="staff staff 1", display_name=name, now=now(), is_staff=True)
    client = platform()
    log_in(client, f"{name}@p.example", "staff staff 1")
    return client


@pytest.fixture
def anna(db):
    return staff("anna")


@pytest.fixture
def bo(db):
    return staff("bo")


def case(shelf):
    return f"/staff/suppliers/{supplier_of(shelf).id}"


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_supplier_that_was_handed_in_waits_in_the_queue_with_its_case(tenant, anna):
    shelf = hand_in(tenant)
    assert USCC in page(anna, "/staff/suppliers")
    text = page(anna, case(shelf))
    for told in ("王小明", "有限责任公司", "1000万元人民币", "2018-03-01", "Shop alpha", "运营商代理合同"):
        assert told in text
    for secret in ("6222 0000", "139-0000-0000", "330106199001011234"):
        assert secret not in text


def test_what_a_merchant_only_named_stands_apart(tenant, anna):
    shelf = make_shelf(tenant, cleared=False)
    assert shelf.contract.name not in page(anna, "/staff/suppliers")
    assert shelf.contract.name in page(anna, "/staff/suppliers?tab=told")


def test_staff_approve_suspend_and_other_staff_lift_it(tenant, anna, bo):
    shelf = hand_in(tenant)
    anna.post(f"{case(shelf)}/approve", {"reason": ""})
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    answer = anna.post(f"{case(shelf)}/suspend", {"reason": "", "remedy": "x"}, follow=True)
    assert "请写明原因" in answer.content.decode()
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    anna.post(f"{case(shelf)}/suspend", {"reason": "授权过期", "remedy": "补授权", "documents": "授权书\n\n合同"})
    assert supplier_of(shelf).state == SupplierState.SUSPENDED
    assert "授权书, 合同" in page(bo, case(shelf))
    answer = anna.post(f"{case(shelf)}/reinstate", {"reason": "已补"}, follow=True)
    assert "须由其他人决定" in answer.content.decode()
    bo.post(f"{case(shelf)}/reinstate", {"reason": "已补"})
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED


def test_a_blacklisting_is_proposed_by_one_and_confirmed_by_another(tenant, anna, bo):
    shelf = hand_in(tenant)
    grounds = {
        "reason": "伪造授权书",
        "remedy": "提交书面证明",
        "legal_basis": "电商法 38",
        "evidence_text": "公安函 2026-1",
        "review_on": (now().date() + dt.timedelta(days=90)).isoformat(),
    }
    assert (
        "请填写将来的复查日期"
        in anna.post(f"{case(shelf)}/propose-blacklist", {**grounds, "review_on": ""}, follow=True).content.decode()
    )
    anna.post(f"{case(shelf)}/propose-blacklist", grounds)
    with platform_context():
        proposal = Proposal.objects.get()
    assert "须由另一位平台人员确认" in page(anna, case(shelf))
    decision = {"proposal": str(proposal.id), "decision": "yes"}
    anna.post(f"{case(shelf)}/decide-blacklist", decision)
    assert supplier_of(shelf).state == SupplierState.REVIEW
    assert "同意，列入黑名单" in page(bo, case(shelf))
    bo.post(f"{case(shelf)}/decide-blacklist", decision)
    assert supplier_of(shelf).state == SupplierState.BLACKLISTED


@pytest.mark.parametrize("name", ["vouch", "purge", "nothing", "approve/x"])
def test_what_staff_cannot_do_is_no_page(tenant, anna, name):
    assert anna.post(f"{case(hand_in(tenant))}/{name}").status_code == 404


def test_nobody_else_finds_these_pages(tenant):
    path = case(hand_in(tenant))
    for address in ("/staff/suppliers", path):
        assert platform().get(address).status_code == 404
    assert platform().post(f"{path}/approve").status_code == 404
