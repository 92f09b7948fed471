"""Staff decide about a batch: it goes back on sale, or stays off for good; its merchant cannot, and reads why."""

import pytest

from platform_core.compliance.enums import BatchOrder, FindingState
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.compliance.services.order_batch import order_batch
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import AuditEntry
from tenants.inventory.enums import Shelf
from tenants.inventory.errors import BatchStateInvalid
from tenants.inventory.models import Lot
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.move_lot import move_lot
from tenants.inventory.services.resume_lot import resume_lot
from tests.integration.compliance.screened import CODES, bring, findings, halt_of, on_sale
from tests.integration.inventory.imports import sell, wait
from tests.world import make_shelf, now

STAFF = "staff@example.com"


def decide(finding, state):
    with platform_context():
        return decide_finding(finding_id=finding.id, state=state, by=STAFF, note="looked at the invoice", now=now())


def order(tenant, lot, which, reason="进货凭证有误"):
    with platform_context():
        order_batch(
            order=which, tenant_role=tenant.role_name, lot_id=lot.id, reason=reason, key=new_id(), by=STAFF, now=now()
        )
    wait()


@pytest.fixture
def met(tenant, other_tenant):
    bring(tenant, CODES)
    shelf, _, lot = bring(other_tenant, CODES)
    return shelf, lot, findings(level="block")[0]


def test_a_dismissed_finding_puts_the_batch_on_the_shelf(other_tenant, met):
    shelf, lot, finding = met
    decided = decide(finding, FindingState.DISMISSED)
    assert (decided.state, decided.decided_by, decided.note) == ("dismissed", STAFF, "looked at the invoice")
    wait()
    assert (halt_of(other_tenant, lot), on_sale(other_tenant, shelf)) == ("", len(CODES))
    with tenant_context(other_tenant):
        [entry] = AuditEntry.objects.all()
        assert (entry.act, entry.email, entry.target) == ("platform_release_batch", "platform", str(lot.id))
    assert len(sell(other_tenant, shelf, 2)) == 2


def test_a_confirmed_finding_keeps_the_batch_off_whoever_asks_again(other_tenant, met):
    shelf, lot, finding = met
    decide(finding, FindingState.CONFIRMED)
    wait()
    assert decide(finding, FindingState.DISMISSED).state == FindingState.CONFIRMED
    wait()
    assert (halt_of(other_tenant, lot), on_sale(other_tenant, shelf)) == ("order", 0)
    with tenant_context(other_tenant):
        assert Lot.objects.get(pk=lot.pk).halt_reason
        assert AuditEntry.objects.get().act == "platform_hold_batch"


def test_the_merchant_cannot_resume_or_move_what_the_platform_holds(other_tenant, met):
    _, lot, _ = met
    with tenant_context(other_tenant):
        with pytest.raises(BatchStateInvalid) as refused:
            resume_lot(lot_id=lot.id, now=now())
        assert refused.value.data["halt"] == "review"
        with pytest.raises(BatchStateInvalid):
            move_lot(lot_id=lot.id, sku_id=make_shelf(other_tenant).sku.id, now=now())
        hold_lot(lot_id=lot.id, shelf=Shelf.RECALLED, release=True, now=now())
        with pytest.raises(BatchStateInvalid):
            resume_lot(lot_id=lot.id, now=now())


def test_a_batch_with_another_open_finding_stays_off(tenant, other_tenant, met):
    shelf, _, _ = met
    bring(tenant, ["SEC0ND0RIGIN9999"])
    _, _, lot = bring(other_tenant, ["SEC0ND0RIGIN9999", CODES[0].lower()], shelf)
    about = [each for each in findings(level="block") if each.subject_ref.endswith(f"/{lot.id}")]
    assert len(about) == 2
    decide(about[0], FindingState.DISMISSED)
    wait()
    assert halt_of(other_tenant, lot) == "review"
    decide(about[1], FindingState.DISMISSED)
    wait()
    assert halt_of(other_tenant, lot) == ""


def test_the_earlier_batch_sells_until_staff_order_otherwise(tenant, other_tenant):
    shelf, _, lot = bring(tenant, CODES)
    bring(other_tenant, CODES)
    sold = sell(tenant, shelf, 1)
    order(tenant, lot, BatchOrder.HOLD)
    order(tenant, lot, BatchOrder.HOLD)
    assert (halt_of(tenant, lot), on_sale(tenant, shelf), len(sold)) == ("order", 0, 1)
    with tenant_context(tenant):
        assert AuditEntry.objects.get().reason == "进货凭证有误"
        with pytest.raises(BatchStateInvalid):
            resume_lot(lot_id=lot.id, now=now())
    order(tenant, lot, BatchOrder.RELEASE)
    assert (halt_of(tenant, lot), on_sale(tenant, shelf)) == ("", len(CODES) - 1)


def test_what_its_merchant_held_stays_held_when_the_platform_lets_go(tenant):
    shelf, _, lot = bring(tenant, CODES)
    with tenant_context(tenant):
        hold_lot(lot_id=lot.id, shelf=Shelf.HELD, release=True, now=now())
    order(tenant, lot, BatchOrder.HOLD)
    order(tenant, lot, BatchOrder.RELEASE)
    assert on_sale(tenant, shelf) == 0
    with tenant_context(tenant):
        resume_lot(lot_id=lot.id, now=now())
    assert on_sale(tenant, shelf) == len(CODES)


def test_an_order_reaches_what_was_moved_to_another_sku(tenant, other_tenant):
    _, _, lot = bring(tenant, CODES)
    other = make_shelf(tenant)
    with tenant_context(tenant):
        moved = move_lot(lot_id=lot.id, sku_id=other.sku.id, now=now())
    assert on_sale(tenant, other) == len(CODES)
    bring(other_tenant, CODES)
    assert findings(level="block")[0].facts["earlier"]["batch"] == moved.id
    order(tenant, lot, BatchOrder.HOLD)
    assert (halt_of(tenant, moved), on_sale(tenant, other)) == ("order", 0)
    order(tenant, lot, BatchOrder.RELEASE)
    assert on_sale(tenant, other) == len(CODES)


def test_an_order_to_no_shop_is_refused(tenant):
    _, _, lot = bring(tenant, CODES)
    nobody = type("Nobody", (), {"role_name": "t_nobody"})
    with pytest.raises(RecordNotFound):
        order(nobody, lot, BatchOrder.HOLD)
