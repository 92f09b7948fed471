"""X9 and false stock: codes that merchants themselves found bad take their batch off the shelf, and a supplier in all shops."""

import datetime as dt

import pytest

from platform_core.compliance.enums import FindingState, Level, Signal, SupplierState
from platform_core.compliance.models import Finding, LotMark, Restriction, SupplyLink
from platform_core.compliance.selectors import list_supply_standings
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.console.halt_words import halt_notices
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.models import Lot
from tenants.orders.services.push_conduct import push_conduct
from tenants.orders.services.push_lots import push_lots
from tests.integration.compliance.pushing import codes, findings, push
from tests.integration.compliance.supply import hand_in, run_jobs, supplier_of
from tests.integration.orders.cases import bought, complaint, left
from tests.world import issue, make_shelf, now, stock


def lots(shelf, *figures, supplier=None):
    """Rows of ``push_lots``: (lot, bad, sold)."""
    supplier_id = str(supplier or shelf.contract.supplier_id)
    return [
        {"lot": lot, "supplier_id": supplier_id, "bad": bad, "sold": sold, "at": now().isoformat()}
        for lot, bad, sold in figures
    ]


@pytest.fixture
def batch(tenant):
    """A batch of ten codes on sale."""
    shelf = make_shelf(tenant)
    made = stock(tenant, shelf, 10)
    with tenant_context(tenant):
        return shelf, Lot.objects.get(code_import=made)


def decide(state):
    with platform_context():
        finding = Finding.objects.get(rule_id="X9", state=FindingState.OPEN)
        decide_finding(finding_id=finding.id, state=state, by="staff@example.com", note="checked", now=now())
    run_jobs()


@pytest.mark.parametrize(("bad", "sold", "sells"), [(5, 250, True), (5, 249, False), (4, 4, True)])
def test_the_next_sale_is_refused_above_two_percent(tenant, batch, bad, sold, sells):
    shelf, lot = batch
    push(tenant, *lots(shelf, (lot.id, bad, sold)), kind=Signal.LOTS)
    with tenant_context(tenant):
        if sells:
            issue(shelf.sku, 1)
            return
        with pytest.raises(CodeStockExhausted):
            issue(shelf.sku, 1)
        held = Lot.objects.get(pk=lot.id)
        assert (held.shelf, held.halt) == ("held", "order")
        assert "2%" in str(halt_notices([held])[0].reason)
    (finding,) = findings("X9")
    assert (finding.level, finding.tenant_role, finding.facts["bad"]) == (Level.BLOCK, tenant.role_name, bad)


def test_it_sells_again_when_staff_dismiss_and_is_held_again_only_when_it_doubled(tenant, batch):
    shelf, lot = batch
    push(tenant, *lots(shelf, (lot.id, 5, 100)), kind=Signal.LOTS)
    decide(FindingState.DISMISSED)
    with tenant_context(tenant):
        issue(shelf.sku, 1)
    push(tenant, *lots(shelf, (lot.id, 9, 100)), kind=Signal.LOTS)
    with tenant_context(tenant):
        issue(shelf.sku, 1)
    push(tenant, *lots(shelf, (lot.id, 10, 100)), kind=Signal.LOTS)
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        issue(shelf.sku, 1)


def test_it_stays_held_when_staff_confirm(tenant, batch):
    shelf, lot = batch
    push(tenant, *lots(shelf, (lot.id, 5, 100)), kind=Signal.LOTS)
    decide(FindingState.CONFIRMED)
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        issue(shelf.sku, 1)


def test_nobody_pushes_for_another_shops_supplier(tenant, other_tenant, batch):
    shelf, lot = batch
    assert push(other_tenant, *lots(shelf, (lot.id, 5, 5)), kind=Signal.LOTS) == 0
    with platform_context():
        assert not LotMark.objects.exists()
    with tenant_context(tenant):
        issue(shelf.sku, 1)


@pytest.fixture
def shared_supplier(tenant, other_tenant):
    """One legal entity that sells in two shops."""
    from platform_core.compliance.services.approve_supplier import approve_supplier
    from tests.world import FIRST_STAFF

    shelves = [hand_in(tenant), hand_in(other_tenant)]
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelves[0]).id, actor=FIRST_STAFF, note="", now=now())
    for place, shelf in zip((tenant, other_tenant), shelves, strict=True):
        stock(place, shelf, 3)
    return shelves


@pytest.mark.parametrize(
    ("second", "state"), [((5, 250), SupplierState.APPROVED_LIMITED), ((5, 249), SupplierState.SUSPENDED)]
)
def test_a_supplier_that_is_bad_in_all_shops_together_sells_in_none(
    tenant, other_tenant, shared_supplier, second, state
):
    first_shelf, second_shelf = shared_supplier
    push(tenant, *lots(first_shelf, (1, 4, 250), (2, 1, 0)), kind=Signal.LOTS)
    push(other_tenant, *lots(second_shelf, (1, second[0], second[1])), kind=Signal.LOTS)
    assert supplier_of(first_shelf).state == state
    if state != SupplierState.SUSPENDED:
        return
    with tenant_context(tenant), pytest.raises(CodeStockExhausted):
        issue(first_shelf.sku, 1)
    with tenant_context(tenant):
        link = first_shelf.contract.supplier_id
        told = list_supply_standings([link])[link]
        assert "2%" in told.reason
        assert told.remedy
        assert other_tenant.role_name not in f"{told}"


def test_a_supplier_sells_again_when_staff_dismiss_what_suspended_it(tenant, other_tenant, shared_supplier):
    shelf = shared_supplier[0]
    push(tenant, *lots(shelf, (1, 4, 100), (2, 4, 100), (3, 2, 50)), kind=Signal.LOTS)
    assert supplier_of(shelf).state == SupplierState.SUSPENDED
    decide(FindingState.DISMISSED)
    assert supplier_of(shelf).state == SupplierState.APPROVED_LIMITED
    with platform_context():
        assert not Restriction.objects.filter(lifted_at=None).exists()
        assert SupplyLink.objects.filter(supplier=supplier_of(shelf)).count() == 2
    with tenant_context(tenant):
        issue(shelf.sku, 1)


def test_codes_that_the_merchant_replaced_are_pushed_and_hold_the_batch(tenant):
    from tenants.orders.services.replace_code_of_case import replace_code_of_case

    shelf = make_shelf(tenant)
    stock(tenant, shelf, 30)
    with tenant_context(tenant):
        for _ in range(5):
            case = complaint(bought(shelf))
            replace_code_of_case(case_id=case.id, code_id=case.code_id, reason="bad", actor="ann", now=now())
        assert push_lots(now=now()) == 1
        assert left(shelf) > 0
    run_jobs()
    with platform_context():
        assert list(LotMark.objects.values_list("bad", "sold")) == [(5, 10)]
    assert codes() == ["S1.bad_lot", "X9.lot"]
    with tenant_context(tenant):
        assert left(shelf) == 0
        assert push_lots(now=now()) == 0


def test_a_shop_that_does_not_deliver_what_was_paid_is_put_before_the_staff(tenant, time_machine):
    from tests.integration.orders.cases import sold_out

    shelf = make_shelf(tenant)
    with tenant_context(tenant):
        for _ in range(5):
            sold_out(shelf)
        push_conduct(now=now())
    run_jobs()
    assert codes() == []
    time_machine.move_to(now() + dt.timedelta(hours=24, seconds=1))
    with tenant_context(tenant):
        assert [push_conduct(now=now()), push_conduct(now=now())] == [1, 0]
    run_jobs()
    assert codes() == ["S1.undelivered"]
    assert findings("S1")[0].subject_ref == tenant.role_name
