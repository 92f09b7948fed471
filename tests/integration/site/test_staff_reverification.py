"""Staff see who is to be verified again, call them in from a case or a finding, and say that they looked; shops read what to do."""

import datetime as dt

import pytest

from platform_core.compliance.enums import FindingState, Level, SubjectKind
from platform_core.compliance.merchant_enums import MerchantState
from platform_core.compliance.models import Finding, Supplier
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.report_finding import report_finding
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.merchants import file_of, verify
from tests.integration.compliance.supply import hand_in, supplier_of
from tests.integration.console.test_back_office import staff as owner
from tests.integration.site.test_staff_suppliers import anna, bo, case, page
from tests.world import FIRST_STAFF, now

__all__ = ["anna", "bo"]


@pytest.fixture
def shelf(tenant):
    shelf = hand_in(tenant)
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="", now=now())
    return shelf


def day(ahead):
    return (now() + dt.timedelta(days=ahead)).date().isoformat()


def found_about(tenant, shelf):
    with platform_context():
        return report_finding(
            rule_id="X9", level=Level.REVIEW, subject=(SubjectKind.SUPPLIER, str(supplier_of(shelf).id)), key="x", facts={},
            now=now(), tenant_role=tenant.role_name, supplier_id=supplier_of(shelf).id,
        )  # fmt: skip


def test_a_call_from_the_case_stands_in_the_queue_until_the_shop_and_staff_did_their_part(tenant, shelf, anna, bo):
    assert shelf.contract.name not in page(anna, "/staff/suppliers?tab=due")
    refused = anna.post(f"{case(shelf)}/call-in", {"reason": "投诉", "due_on": ""}, follow=True).content.decode()
    assert "期限须在今天之后" in refused
    anna.post(f"{case(shelf)}/call-in", {"reason": "投诉待核实", "due_on": day(9)})
    assert "提前要求" in page(anna, "/staff/suppliers?tab=due")
    shop = owner(tenant)
    file = f"/console/suppliers/{shelf.contract.id}/file"
    for path in (file, "/console/suppliers"):
        assert "复核" in shop.get(path).content.decode()
    assert "投诉待核实" in shop.get(file).content.decode()
    assert "供应商待复核" in shop.get("/console/attention").content.decode()
    assert "已提交复核" in shop.post(f"{file}/confirm", {"changed": "换了地址"}, follow=True).content.decode()
    assert "供应商待复核" not in shop.get("/console/attention").content.decode()
    assert "店铺已提交" in page(anna, "/staff/suppliers?tab=due")
    assert "换了地址" in page(anna, case(shelf))
    bo.post(f"{case(shelf)}/verify", {"reason": "公示系统一致"})
    assert supplier_of(shelf).name not in page(anna, "/staff/suppliers?tab=due")
    assert "目前没有需要提交的复核" in shop.post(f"{file}/confirm", follow=True).content.decode()


def test_an_import_is_refused_with_the_rule_once_the_day_is_over(tenant, shelf):
    with platform_context():
        Supplier.objects.update(due_at=now() - dt.timedelta(days=1))
    shop = owner(tenant)
    text = shop.get(f"/console/suppliers/{shelf.contract.id}/file").content.decode()
    assert "暂停导入它的卡密" in text
    assert "供应商复核到期" in shop.get("/console/attention").content.decode()


def test_a_finding_is_confirmed_with_a_call_of_the_supplier_or_the_shop(tenant, shelf, anna):
    verify(tenant)
    finding = found_about(tenant, shelf)
    address = f"/staff/findings/{finding.id}"
    assert "属实，并要求重新核验" in page(anna, address)
    told = {"reason": "三条投诉属实", "told": "近期坏卡较多", "due_on": day(9), "whom": "merchant"}
    for lacking in ("told", "due_on", "reason"):
        answer = anna.post(f"{address}/verify-again", {**told, lacking: ""}, follow=True).content.decode()
        assert "请写明理由、告知商家的原因和期限" in answer
    assert (
        "原定期限之前"
        in anna.post(f"{address}/verify-again", {**told, "due_on": day(300)}, follow=True).content.decode()
    )
    anna.post(f"{address}/verify-again", told)
    assert (file_of(tenant).state, file_of(tenant).note) == (MerchantState.DUE, "近期坏卡较多")
    with platform_context():
        decided = Finding.objects.get(pk=finding.pk)
    assert (decided.state, decided.note) == (FindingState.CONFIRMED, "三条投诉属实")
    assert supplier_of(shelf).due_note == ""
