"""From a merchant's word to the first sale: what is asked for, who looks, and what the merchant is told."""

import pytest

from platform_core.compliance.enums import SupplierState, SupplyState
from platform_core.compliance.errors import SupplierActRefused, SupplyIncomplete, SupplyNotEditable
from platform_core.compliance.models import Document, Finding, Supplier, SupplyLink
from platform_core.compliance.selectors import find_clearances, list_supply_links, list_supply_standings
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.ask_supplier_info import ask_supplier_info
from platform_core.compliance.services.describe_supplier import describe_supplier
from platform_core.compliance.services.submit_supplier import submit_supplier
from platform_core.events.models import Event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.errors import CodeStockExhausted
from tests.integration.compliance.supply import OWNER, TOLD, USCC, hand_in, run_jobs, supplier_of
from tests.world import FIRST_STAFF, SECOND_STAFF, THIRD_STAFF, codes_of, issue, make_shelf, now, stock


def clearance(tenant, shelf):
    with tenant_context(tenant):
        return find_clearances([shelf.contract.supplier_id])[shelf.contract.supplier_id]


def approve(shelf, actor=FIRST_STAFF):
    with platform_context():
        return approve_supplier(supplier_id=supplier_of(shelf).id, actor=actor, note="", now=now())


def test_a_supplier_is_sold_from_once_it_was_handed_in_checked_and_approved(tenant):
    shelf = hand_in(tenant)
    stock(tenant, shelf, ["ONE"])
    supplier = supplier_of(shelf)
    assert (supplier.state, supplier.uscc, supplier.score) == (SupplierState.REVIEW, USCC, 0)
    assert clearance(tenant, shelf) == "registered"
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        issue(shelf.sku, 1)
    assert approve(shelf).state == SupplierState.APPROVED_LIMITED
    assert clearance(tenant, shelf) == "cleared"
    with tenant_context(tenant):
        assert codes_of([issue(shelf.sku, 1)]) == ["ONE"]


def test_numbers_of_people_and_accounts_are_nowhere_in_the_clear(tenant):
    shelf = hand_in(tenant)
    with platform_context():
        link = SupplyLink.objects.filter(pk=shelf.contract.supplier_id).values().get()
        entity = Supplier.objects.filter(pk=link["supplier_id"]).values().get()
    for row in (link, entity):
        for secret in ("22221111", "11112222", "13900000000", "139-0000", "330106199001011234"):
            assert secret not in repr({name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()})
    assert bytes(entity["phone_print"]) == bytes(link["phone_print"])


def test_what_is_missing_is_named_and_nothing_is_handed_in(tenant):
    shelf = make_shelf(tenant, cleared=False)
    link_id = shelf.contract.supplier_id
    with tenant_context(tenant):
        with pytest.raises(SupplyIncomplete) as refused:
            submit_supplier(link_id=link_id, user_id=OWNER, email="", now=now())
        assert {"category", "uscc", "founded_on"} <= set(refused.value.data["missing"])
        describe_supplier(link_id=link_id, told=TOLD, edited_by=OWNER)
        with pytest.raises(SupplyIncomplete) as refused:
            submit_supplier(link_id=link_id, user_id=OWNER, email="", now=now())
        assert refused.value.data["missing"] == ["document:licence", "document:carrier"]
        assert list_supply_links([link_id])[link_id].state == SupplyState.OPEN


def test_a_file_that_is_still_being_scanned_holds_the_hand_in_up(tenant):
    shelf = make_shelf(tenant, cleared=False)
    link_id = shelf.contract.supplier_id
    with tenant_context(tenant):
        describe_supplier(link_id=link_id, told=TOLD, edited_by=OWNER)
    hand_in(tenant, shelf)
    with platform_context():
        SupplyLink.objects.filter(pk=link_id).update(state=SupplyState.NEEDS_INFO)
        Document.objects.filter(link_id=link_id).update(file_state="quarantined")
    with tenant_context(tenant), pytest.raises(SupplyIncomplete) as refused:
        submit_supplier(link_id=link_id, user_id=OWNER, email="", now=now())
    assert refused.value.data["missing"][-1] == "document:scanning"


def test_nothing_is_changed_while_the_platform_looks_at_it(tenant):
    shelf = hand_in(tenant)
    with tenant_context(tenant):
        with pytest.raises(SupplyNotEditable):
            describe_supplier(link_id=shelf.contract.supplier_id, told={"name": "别的公司"}, edited_by=OWNER)
        with pytest.raises(SupplyNotEditable):
            submit_supplier(link_id=shelf.contract.supplier_id, user_id=OWNER, email="", now=now())


def test_staff_ask_for_more_and_the_merchant_hands_in_again(tenant):
    shelf = hand_in(tenant)
    with platform_context():
        ask_supplier_info(supplier_id=supplier_of(shelf).id, actor=FIRST_STAFF, note="请补充代理合同", now=now())
    link_id = shelf.contract.supplier_id
    with tenant_context(tenant):
        link = list_supply_links([link_id])[link_id]
        assert (link.state, link.note) == (SupplyState.NEEDS_INFO, "请补充代理合同")
        describe_supplier(link_id=link_id, told={"capital": "2000万元人民币"}, edited_by=OWNER)
        submit_supplier(link_id=link_id, user_id=OWNER, email="", now=now())
    run_jobs()
    assert supplier_of(shelf).state == SupplierState.REVIEW
    assert supplier_of(shelf).capital == "2000万元人民币"


def test_from_the_risk_line_on_it_takes_two_reviewers_neither_of_whom_handed_it_in(tenant, other_tenant):
    listed = hand_in(other_tenant, uscc="91110108MA01ABCD2H", name="北京旧名科技有限公司")
    with platform_context():
        supplier = supplier_of(listed)
        # Not through a blacklisting: the check of identities looks at the state alone.
        assert supplier.bank_print is not None
    shelf = hand_in(tenant)
    with platform_context():
        Supplier.objects.filter(pk=supplier_of(shelf).id).update(score=60, submitted_by=THIRD_STAFF.id)
    with pytest.raises(SupplierActRefused):
        approve(shelf, THIRD_STAFF)
    assert approve(shelf, FIRST_STAFF).state == SupplierState.REVIEW
    with pytest.raises(SupplierActRefused):
        approve(shelf, FIRST_STAFF)
    assert clearance(tenant, shelf) == "registered"
    assert approve(shelf, SECOND_STAFF).state == SupplierState.APPROVED_LIMITED


def test_two_merchants_of_one_supplier_share_its_review_and_do_not_learn_of_each_other(tenant, other_tenant):
    first = hand_in(tenant)
    approve(first)
    second = hand_in(other_tenant, legal_representative="另一个人")
    assert supplier_of(first).id == supplier_of(second).id
    assert clearance(other_tenant, second) == "registered"
    with platform_context():
        finding = Finding.objects.get(rule_id="KYB-02", supplier_id=supplier_of(first).id)
        assert (finding.tenant_role, finding.facts) == (other_tenant.role_name, {"differing": ["legal_representative"]})
        assert supplier_of(first).legal_representative == "王小明"
    for asking, own, foreign in ((tenant, first, second), (other_tenant, second, first)):
        with tenant_context(asking):
            ids = [own.contract.supplier_id, foreign.contract.supplier_id]
            assert set(list_supply_links(ids)) == set(list_supply_standings(ids)) == {own.contract.supplier_id}
            with pytest.raises(RecordNotFound):
                describe_supplier(link_id=foreign.contract.supplier_id, told={"name": "x"}, edited_by=OWNER)


def test_each_shop_is_told_of_its_own_supplier_by_an_event(tenant, other_tenant):
    first, second = hand_in(tenant), hand_in(other_tenant)
    approve(first)
    run_jobs()
    for asking, shelf in ((tenant, first), (other_tenant, second)):
        with tenant_context(asking):
            told = Event.objects.filter(type="supplier.cleared", object_id=public_id("sup", shelf.contract.supplier_id))
            assert told.count() == 1
