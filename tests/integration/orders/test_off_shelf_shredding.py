"""Codes that left the shelf without a buyer: exported, written off, withdrawn, shared. Destroyed after 180 days, and nothing early."""

import datetime as dt

import pytest
from django.db import connection

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry, AuditOutcome
from tenants.inventory.enums import Halt, Shelf
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.models import Lot, SharedCode, SharedUse, WithheldCode
from tenants.inventory.selectors import find_code_saying
from tenants.inventory.services.hold_lot import hold_lot
from tenants.inventory.services.resume_lot import resume_lot
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.services.void_lot import void_lot
from tenants.issuance.models import Issuance, IssuanceLine
from tenants.issuance.services.resume_code import resume_code
from tenants.issuance.services.suspend_code import suspend_code
from tenants.issuance.services.void_code import void_code
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.models import AbnormalCase, Order, Recall
from tenants.orders.services import shred_off_shelf as sweep
from tenants.orders.services.open_case_by_hand import open_case_by_hand
from tenants.orders.services.shred_codes import shred_codes
from tenants.orders.services.shred_off_shelf import shred_off_shelf
from tests.integration.console.test_back_office import staff
from tests.integration.console.test_code_exports import allow, asked, take
from tests.integration.inventory.imports import import_file
from tests.integration.orders.ordering import open_payment, order, says
from tests.integration.orders.test_code_shredding import read
from tests.world import issue, make_shelf, now, stock

DAY, SECOND = dt.timedelta(days=1), dt.timedelta(seconds=1)
TIME = 180 * DAY
CODES = [f"OFF-SHELF-{number}" for number in range(6)]


@pytest.fixture
def lot(inside, tenant, shelf):
    return Lot.objects.get(code_import=stock(tenant, shelf, CODES))


def kept():
    """Which of the codes can still be read."""
    return [number for number, code in enumerate(CODES) if find_code_saying(code, None).sealed]


def code(number):
    return find_code_saying(CODES[number], None)


def exported(numbers, at):
    approval = asked([CODES[number] for number in numbers], at=at)
    allow(approval, at=at)
    return take(approval, at=at)


def test_exported_codes_go_180_days_after_they_were_exported_and_not_a_second_before(lot):
    at = now()
    exported([0, 1], at)
    assert shred_off_shelf(now=at + TIME - SECOND) == 0
    assert kept() == [0, 1, 2, 3, 4, 5]
    assert shred_off_shelf(now=at + TIME) == 2
    assert kept() == [2, 3, 4, 5]  # what is for sale stays
    assert shred_off_shelf(now=at + TIME) == 0
    assert WithheldCode.objects.filter(shredded_at=at + TIME).count() == 2
    entry = AuditEntry.objects.get(act="shred_off_shelf")
    assert AuditOutcome.objects.get(entry_id=entry.id).detail == {"codes": 2, "kept_back": 0}


def test_a_code_that_was_held_for_long_counts_from_the_day_it_was_written_off(lot):
    at = now()
    suspend_code(code_id=code(0).id, actor="anna", reason="x", now=at)
    voided = at + 170 * DAY
    void_code(code_id=code(0).id, actor="anna", reason="x", now=voided)
    assert shred_off_shelf(now=at + TIME + DAY) == 0
    assert shred_off_shelf(now=voided + TIME) == 1
    assert kept() == [1, 2, 3, 4, 5]


def test_the_rest_of_a_written_off_batch_goes_and_what_was_sold_from_it_stays(lot, shelf, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_PLACES", 2)
    line = issue(shelf.sku, 1)
    at = now() + 30 * DAY
    void_lot(lot_id=lot.id, now=at)
    assert shred_off_shelf(now=at + TIME - SECOND) == 0
    assert shred_off_shelf(now=at + TIME) == 5
    assert len(kept()) == 1  # the buyer's, which ends by itself
    assert len(read(IssuanceLine.objects.get(pk=line).issuance_id)) == 1
    assert shred_codes(now=at + TIME) == 1
    assert kept() == []


def test_what_an_undone_import_left_behind_goes(lot, shelf):
    suspend_code(code_id=code(0).id, actor="anna", reason="x", now=now())
    issue(shelf.sku, 2)  # steps over the held one, which is then behind the shelf
    at = now()
    undo_import(import_id=lot.code_import_id, now=at)
    assert [find_code_saying(text, None) is not None for text in CODES] == [True, True, True, False, False, False]
    assert shred_off_shelf(now=at + TIME + SECOND) == 0  # it is still suspended
    with connection.cursor() as cursor:
        cursor.execute("UPDATE issuance_coderecord SET status = 'voided'")
    assert shred_off_shelf(now=at + TIME + DAY + 2 * SECOND) == 1
    assert not code(0).sealed


@pytest.mark.parametrize("why", ["held", "platform", "recall"])
def test_while_a_batch_is_held_or_recalled_what_was_exported_from_it_stays(lot, why):
    at = now()
    exported([0], at)
    if why == "held":
        hold_lot(lot_id=lot.id, shelf=Shelf.HELD, release=True, now=at)
    elif why == "platform":
        Lot.objects.update(halt=Halt.REVIEW)
    else:
        Recall.objects.create(lot_id=lot.id, notice="x", reason="x", last_position=6, started_by="anna", started_at=at)
    assert shred_off_shelf(now=at + TIME) == 0
    assert shred_off_shelf(now=at + TIME + DAY - SECOND) == 0
    if why == "held":
        resume_lot(lot_id=lot.id, now=at)
    Lot.objects.update(halt="")
    Recall.objects.update(state="done")
    assert shred_off_shelf(now=at + TIME + DAY - SECOND) == 0  # looked at once a day
    assert shred_off_shelf(now=at + TIME + DAY) == 1


def test_a_case_about_a_written_off_code_keeps_it_and_only_it(lot):
    at = now()
    for number in (0, 1):
        void_code(code_id=code(number).id, actor="anna", reason="x", now=at)
    case = AbnormalCase.objects.create(
        number="C1", code_id=code(0).id, reason=CaseReason.BY_HAND, due_at=at, opened_at=at, opened_by="anna"
    )
    assert shred_off_shelf(now=at + TIME) == 1
    assert kept() == [0, 2, 3, 4, 5]
    AbnormalCase.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED)
    assert shred_off_shelf(now=at + TIME + DAY) == 1


def test_the_rest_of_a_batch_stays_while_one_of_its_codes_is_suspended(lot):
    at = now()
    suspend_code(code_id=code(3).id, actor="anna", reason="警方冻结", now=at)
    void_lot(lot_id=lot.id, now=at)
    assert shred_off_shelf(now=at + TIME) == 0
    assert kept() == [0, 1, 2, 3, 4, 5]


def test_a_code_that_is_for_sale_again_is_not_destroyed(lot):
    at = now()
    suspend_code(code_id=code(0).id, actor="anna", reason="x", now=at)
    resume_code(code_id=code(0).id, actor="anna", reason="x", now=at)
    assert shred_off_shelf(now=at + 10 * TIME) == 0
    assert kept() == [0, 1, 2, 3, 4, 5]


def test_a_run_that_is_cut_off_destroys_nothing_by_halves(lot, monkeypatch):
    at = now()
    exported([0, 1], at)

    def dying(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr(sweep, "MOST", 1)
    monkeypatch.setattr(sweep, "shred_withheld", dying)
    with pytest.raises(KeyboardInterrupt):
        shred_off_shelf(now=at + TIME)
    assert (kept(), WithheldCode.objects.filter(shredded_at__isnull=False).count()) == ([0, 1, 2, 3, 4, 5], 0)
    monkeypatch.undo()
    assert shred_off_shelf(now=at + TIME) == 2


def test_another_shop_is_not_touched(lot, other_tenant):
    at = now()
    shelf = make_shelf(other_tenant)
    row = stock(other_tenant, shelf, 3)
    with tenant_context(other_tenant):
        void_lot(lot_id=Lot.objects.get(code_import=row).id, now=at)
    exported([0], at)
    assert shred_off_shelf(now=at + TIME) == 1
    with tenant_context(other_tenant), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_cardcode WHERE sealed <> ''")
        assert cursor.fetchone()[0] == 3


def test_taking_what_was_destroyed_says_so_and_gives_the_rest(lot, tenant):
    at = now()
    exported([0], at)
    shred_off_shelf(now=at + TIME)
    again = asked([CODES[0]], at=at + TIME)
    allow(again, at=at + TIME)
    with pytest.raises(CodesNotKept):
        take(again, at=at + TIME)
    both = exported([0, 1], at + TIME)
    assert ([each.secret for each in both.codes], both.left_out, both.not_kept) == ([CODES[1]], 0, 1)
    page = staff(tenant).get(f"/console/stock/codes/{public_id('code', code(0).id)}").content.decode()
    assert "卡密内容已按保存期限销毁" in page
    assert "申请导出" not in page


@pytest.fixture
def used_up(inside, tenant):
    """A shared code, issued as often as it may be, to one order and by the API."""
    shelf = make_shelf(tenant, code_mode="shared")
    import_file(tenant, shelf, b"SHARED-BY-TWO\n", shared_uses=2)
    made = order((shelf.sku, 1))
    says(open_payment(made))
    line = issue(shelf.sku, 1)
    return Order.objects.get(pk=made.pk), IssuanceLine.objects.get(pk=line).issuance_id


def test_a_shared_code_goes_180_days_after_it_was_issued_for_the_last_time(used_up):
    made, by_api = used_up
    last = SharedUse.objects.order_by("-created_at").first().created_at
    done = max([last, *Issuance.objects.values_list("completed_at", flat=True), made.completed_at])
    assert shred_off_shelf(now=last + TIME - SECOND) == 0
    assert len(read(by_api)) == 1
    assert shred_off_shelf(now=done + TIME + SECOND) == 1
    assert bytes(SharedCode.objects.get().sealed) == b""
    for issuance_id in (made.issuance_id, by_api):
        with pytest.raises(CodesNotKept) as refused:
            read(issuance_id)
        assert refused.value.data["since"] == (done + TIME + SECOND).date().isoformat()


def test_a_shared_code_stays_while_it_is_sold_or_one_buyer_has_a_case(used_up):
    made, by_api = used_up
    at = now() + 2 * TIME
    SharedCode.objects.update(max_uses=3)
    assert shred_off_shelf(now=at) == 0
    SharedCode.objects.update(max_uses=2)
    open_case_by_hand(order_id=made.id, reason=CaseReason.CODE_REPORTED, text="坏了", actor="anna", now=now())
    assert shred_off_shelf(now=at) == 0
    assert len(read(by_api)) == 1
    AbnormalCase.objects.update(status=CaseStatus.CLOSED)
    assert shred_off_shelf(now=at + DAY) == 1
