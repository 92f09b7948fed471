"""Another merchant hands in a supplier that sells already: its own word and papers are looked at, and then it sells."""

import pytest

from platform_core.compliance.checking import Reason
from platform_core.compliance.enums import DocumentState, Level, SupplierState, SupplyState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.models import Document, Finding, SupplyLink, SupplyReview
from platform_core.compliance.selectors import find_clearances, list_suppliers
from platform_core.compliance.services.accept_supply import accept_supply
from platform_core.compliance.services.return_supply import return_supply
from platform_core.compliance.services.suspend_supplier import suspend_supplier
from platform_core.events.models import Event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.site.finding_words import facts_told
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.supply import OWNER, hand_in, run_jobs, supplier_of
from tests.integration.compliance.test_supplier_review import approve, clearance
from tests.integration.site.test_staff_suppliers import case, page, staff
from tests.world import FIRST_STAFF, SECOND_STAFF, codes_of, issue, make_shelf, now, stock

S = SupplyState


@pytest.fixture
def later(tenant, other_tenant):
    """What the second merchant handed in after the supplier was approved for the first."""
    approve(hand_in(tenant))
    return hand_in(other_tenant, legal_representative="另一个人")


def take(shelf, actor=FIRST_STAFF):
    with platform_context():
        return accept_supply(link_id=shelf.contract.supplier_id, actor=actor, now=now())


def state(shelf):
    with platform_context():
        return SupplyLink.objects.get(pk=shelf.contract.supplier_id).state


def test_it_sells_once_a_reviewer_takes_it_and_its_shop_is_told(other_tenant, later):
    stock(other_tenant, later, ["ONE"])
    assert take(later).state == S.ACCEPTED
    run_jobs()
    assert clearance(other_tenant, later) == "cleared"
    with platform_context():
        papers = Document.objects.filter(link_id=later.contract.supplier_id).values_list("state", flat=True)
        assert set(papers) == {DocumentState.ACCEPTED}
    with tenant_context(other_tenant):
        assert codes_of([issue(later.sku, 1)]) == ["ONE"]
        told = Event.objects.filter(type="supplier.cleared", object_id=public_id("sup", later.contract.supplier_id))
        assert told.count() == 1


def test_handed_back_it_says_why_and_the_first_shop_sells_on(tenant, other_tenant, later):
    with platform_context():
        return_supply(link_id=later.contract.supplier_id, actor=FIRST_STAFF, note="法定代表人不符", now=now())
        first = SupplyLink.objects.get(tenant_role=tenant.role_name)
        assert (first.state, first.note) == (S.ACCEPTED, "")
    with tenant_context(other_tenant):
        own = SupplyLink.objects.defer("supplier", "decided_by", "told").get(pk=later.contract.supplier_id)
        assert (own.state, own.note) == (S.NEEDS_INFO, "法定代表人不符")
    with tenant_context(tenant):
        assert find_clearances([first.id])[first.id] == "cleared"
    hand_in(other_tenant, later)
    assert state(later) == S.SUBMITTED
    take(later)


def test_nothing_is_handed_back_without_saying_why(later):
    with platform_context(), pytest.raises(SupplierActRefused, match="reason"):
        return_supply(link_id=later.contract.supplier_id, actor=FIRST_STAFF, note="  ", now=now())
    assert state(later) == S.SUBMITTED


def test_what_a_check_blocks_is_handed_back_by_itself_and_the_supplier_stays(tenant, other_tenant, monkeypatch):
    first = hand_in(tenant)
    approve(first)
    blocked = Reason("SRC-01", Level.BLOCK, 20, {}, "授权链不完整")
    monkeypatch.setattr("platform_core.compliance.services.check_supplier.CHECKS", (lambda *given: [blocked],))
    second = hand_in(other_tenant)
    assert state(second) == S.NEEDS_INFO
    assert supplier_of(first).state == SupplierState.APPROVED_LIMITED
    assert clearance(tenant, first) == "cleared"


@pytest.mark.parametrize(("score", "takes"), [(0, 1), (59, 1), (60, 2), (100, 2)])
def test_from_the_risk_line_on_it_takes_two(later, score, takes):
    with platform_context():
        SupplyReview.objects.filter(pk=later.contract.supplier_id).update(score=score)
    take(later)
    assert (state(later) == S.ACCEPTED) == (takes == 1)
    if takes == 2:
        with pytest.raises(SupplierActRefused, match="already_approved"):
            take(later)
        assert take(later, SECOND_STAFF).state == S.ACCEPTED


def test_nobody_takes_their_own_work(later):
    own = FIRST_STAFF._replace(id=OWNER)
    with pytest.raises(SupplierActRefused, match="own_work"):
        take(later, own)
    assert state(later) == S.SUBMITTED


def test_it_is_not_taken_before_its_checks_have_run_over_what_was_handed_in_last(later):
    with platform_context():
        SupplyLink.objects.filter(pk=later.contract.supplier_id).update(submitted_at=now())
    with pytest.raises(SupplierActRefused, match="unchecked"):
        take(later)
    assert "/accept" not in page(staff("anna"), case(later))
    with platform_context():
        SupplyReview.objects.all().delete()
    with pytest.raises(SupplierActRefused, match="unchecked"):
        take(later)
    assert state(later) == S.SUBMITTED


def test_of_a_supplier_that_was_suspended_meanwhile_nothing_is_taken(later):
    with platform_context():
        suspend_supplier(
            supplier_id=supplier_of(later).id,
            actor=FIRST_STAFF,
            reason="r",
            remedy="m",
            documents=[],
            evidence=[],
            now=now(),
        )
    with pytest.raises(SupplierActRefused, match="state"):
        take(later)
    assert state(later) == S.SUBMITTED


def test_what_was_only_named_is_no_case(tenant):
    with pytest.raises(RecordNotFound):
        take(make_shelf(tenant, cleared=False))


def test_it_waits_in_the_queue_until_it_is_decided_and_shows_what_differs(tenant, other_tenant, later):
    anna = staff("anna")
    assert "杭州正规卡券有限公司" in page(anna, "/staff/suppliers")
    text = page(anna, case(later))
    for told in ("待确认的供货", "Shop beta", "另一个人", "王小明"):
        assert told in text
    anna.post(f"/staff/supplies/{later.contract.supplier_id}/accept", {"reason": ""})
    assert state(later) == S.ACCEPTED
    assert "杭州正规卡券有限公司" not in page(anna, "/staff/suppliers")
    with platform_context():
        assert not list_suppliers([SupplierState.REVIEW], with_waiting_links=True).exists()


def test_a_finding_about_a_batch_leads_to_the_supplier_behind_the_merchants_link(tenant, other_tenant, later):
    anna = staff("anna")
    with platform_context():
        finding = Finding.objects.get(rule_id="KYB-02")
        assert finding.supplier_id == supplier_of(later).id
        told = {line.label: line.value for line in facts_told(finding)}
    assert told == {"与审核过的资料不同": "法定代表人"}
    text = page(anna, f"/staff/findings/{finding.id}")
    assert "法定代表人" in text
    assert "kq_t_" not in text
