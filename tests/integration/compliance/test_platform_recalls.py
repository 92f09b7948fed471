"""A recall by the platform: batches leave the shelf in every shop concerned, each shop tells its own buyers, staff see numbers alone."""

import pytest
from django.db import connection

from platform_core.compliance.enums import ProposalState, RecallState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import PlatformRecall, Proposal, RecallShop
from platform_core.compliance.services.approve_supplier import approve_supplier
from platform_core.compliance.services.decide_recall import decide_recall
from platform_core.compliance.services.order_recall import Recalling, order_recall
from platform_core.compliance.services.tell_recall_progress import RecallCounts, tell_recall_progress
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.access.models import AuditEntry
from tenants.inventory.errors import BatchStateInvalid, CodeStockExhausted
from tenants.inventory.models import Lot
from tenants.inventory.services.resume_lot import resume_lot
from tenants.notifications.enums import MessageKind
from tenants.notifications.models import Message
from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase
from tenants.orders.services.recall_supply import recall_supply
from tenants.orders.services.report_recalls import report_recalls
from tests.integration.compliance.supply import hand_in, run_jobs, supplier_of
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import FIRST_STAFF, SECOND_STAFF, issue, make_shelf, now, stock

WANTED = Recalling(reason="该批次来源不明", notice="您购买的卡密来源存在问题，请勿使用，商家会为您处理。")


@pytest.fixture
def supplied(tenant, other_tenant):
    """A supplier of two shops; in the first one a buyer of two codes, in the second none."""
    shelves = [hand_in(tenant), hand_in(other_tenant)]
    with platform_context():
        approve_supplier(supplier_id=supplier_of(shelves[0]).id, actor=FIRST_STAFF, note="", now=now())
    for place, shelf in zip((tenant, other_tenant), shelves, strict=True):
        stock(place, shelf, 5)
    with tenant_context(tenant):
        says(open_payment(order((shelves[0].sku, 2), contact="ann@example.com")))
    run_jobs()
    with tenant_context(tenant):
        Message.objects.all().delete()
    return shelves


def ask(shelf, wanted=WANTED, actor=FIRST_STAFF):
    with platform_context():
        return order_recall(supplier_id=supplier_of(shelf).id, actor=actor, wanted=wanted, now=now())


def agree(proposal, actor=SECOND_STAFF, yes=True):
    with platform_context():
        recall = decide_recall(proposal_id=proposal.id, actor=actor, agree=yes, answer="", now=now())
    run_jobs()
    return recall


def shop_of(tenant):
    with platform_context():
        return RecallShop.objects.get(tenant_role=tenant.role_name)


def test_two_people_recall_in_all_shops_and_only_numbers_come_back(tenant, other_tenant, supplied):
    recall = agree(ask(supplied[0]))
    for place, shelf in zip((tenant, other_tenant), supplied, strict=True):
        with tenant_context(place):
            report_recalls(now=now())
            with pytest.raises(CodeStockExhausted):
                issue(shelf.sku, 1)
    first, second = shop_of(tenant), shop_of(other_tenant)
    assert (first.lots, first.frozen, first.sold, first.orders, first.told) == (1, 3, 2, 1, 1)
    assert (second.lots, second.frozen, second.sold, second.orders, second.told) == (1, 5, 0, 0, 0)
    with platform_context():
        recall.refresh_from_db()
        assert (recall.state, recall.ordered_by, recall.second_by) == (
            RecallState.DONE,
            FIRST_STAFF.email,
            SECOND_STAFF.email,
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s::text || r::text FROM public.compliance_recallshop s, public.compliance_platformrecall r"
            )
            assert "ann" not in f"{cursor.fetchall()}"


def test_the_shop_tells_its_buyer_gets_the_task_and_reads_who_ordered_it(tenant, supplied):
    agree(ask(supplied[0]))
    with tenant_context(tenant):
        message = Message.objects.get(kind=MessageKind.CODE_RECALLED)
        assert message.contact_masked == "a***@example.com"
        case = AbnormalCase.objects.get()
        assert (case.reason, case.opened_by) == (CaseReason.CODE_RECALLED, "platform")
        assert AuditEntry.objects.filter(act="platform_hold_batch", email="platform").exists()
        assert FIRST_STAFF.email not in f"{list(AuditEntry.objects.values_list())}"
        with pytest.raises(BatchStateInvalid):
            resume_lot(lot_id=Lot.objects.get().id, now=now())


def test_nothing_happens_before_another_person_agrees(tenant, supplied):
    proposal = ask(supplied[0])
    run_jobs()
    with pytest.raises(ProposalInvalid, match="same_person"):
        agree(proposal, FIRST_STAFF)
    with pytest.raises(ProposalInvalid, match="already_open"):
        ask(supplied[0])
    assert agree(proposal, yes=False) is None
    with pytest.raises(ProposalInvalid, match="over"):
        agree(proposal)
    with platform_context():
        assert not PlatformRecall.objects.exists()
        assert Proposal.objects.get().state == ProposalState.REFUSED
    with tenant_context(tenant):
        issue(supplied[0].sku, 1)


@pytest.mark.parametrize("missing", [{"reason": " "}, {"notice": ""}])
def test_a_recall_without_words_for_shops_and_buyers_is_refused(supplied, missing):
    with pytest.raises(ProposalInvalid, match="incomplete"):
        ask(supplied[0], WANTED._replace(**missing))


def test_one_shop_needs_one_person_and_batches_outside_the_bounds_stay(tenant):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 2)
    until = now()
    later = stock(tenant, shelf, [f"later-{shelf.sku.sku_code}"])
    recall = ask(shelf, WANTED._replace(until=until))
    run_jobs()
    assert isinstance(recall, PlatformRecall)
    with tenant_context(tenant):
        assert list(Lot.objects.filter(shelf="open").values_list("code_import", flat=True)) == [later.id]
        issue(shelf.sku, 1)


def test_another_shop_can_neither_run_it_nor_report_on_it(tenant, other_tenant, supplied):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 2)
    ask(shelf)
    shop = shop_of(tenant)
    with tenant_context(other_tenant):
        assert recall_supply(shop_id=shop.id, now=now()) == 0
        assert not tell_recall_progress(shop_id=shop.id, counts=RecallCounts(9, 9, 9, 9, 9, 9, 9), done=True, now=now())
    assert shop_of(tenant).state == RecallState.RUNNING


def test_it_goes_on_where_it_was_and_tells_nobody_twice(tenant, supplied, monkeypatch):
    from tenants.orders.services import recall_supply as working

    recall = agree(ask(supplied[0]), SECOND_STAFF)
    with platform_context():
        RecallShop.objects.update(state=RecallState.RUNNING)
        PlatformRecall.objects.update(state=RecallState.RUNNING)
    shop = shop_of(tenant)
    with tenant_context(tenant):
        assert working.recall_supply(shop_id=shop.id, now=now()) == 1
    run_jobs()
    with tenant_context(tenant):
        report_recalls(now=now())
        assert Message.objects.filter(kind=MessageKind.CODE_RECALLED).count() == 1
        assert AbnormalCase.objects.count() == 1
    assert shop_of(tenant).state == RecallState.DONE
    assert recall is not None
