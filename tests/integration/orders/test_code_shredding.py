"""Delivered codes are destroyed after 180 days: not a day early, not while something is open, and once."""

import datetime as dt

import pytest
from django.db import connection

from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.access.models import AuditEntry, AuditOutcome
from tenants.inventory.errors import CodesNotKept
from tenants.inventory.models import Lot
from tenants.inventory.selectors import find_code_saying, list_codes_numbered, list_codes_of_lines
from tenants.inventory.services.add_codes import add_codes
from tenants.inventory.stored import display_of
from tenants.issuance.enums import KeptBecause
from tenants.issuance.keeping import find_past
from tenants.issuance.models import CodeRecord, Issuance, IssuanceLine, KeptIssuance, Reveal
from tenants.issuance.services.reveal_code import reveal_code
from tenants.issuance.services.reveal_codes import reveal_codes
from tenants.issuance.services.suspend_code import suspend_code
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.links import order_path
from tenants.orders.messages import _opener
from tenants.orders.models import AbnormalCase, Order, Recall
from tenants.orders.selectors import list_codes_of
from tenants.orders.services import shred_codes as sweep
from tenants.orders.services.open_case_by_hand import open_case_by_hand
from tenants.orders.services.replace_code_of_order import replace_code_of_order
from tenants.orders.services.shred_codes import shred_codes
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import issue, make_shelf, now, shop, stock

DAYS = dt.timedelta(days=180)
SECOND = dt.timedelta(seconds=1)


def bought(shelf, quantity=2):
    """A paid and delivered order."""
    made = order((shelf.sku, quantity))
    says(open_payment(made))
    made = Order.objects.get(pk=made.id)
    assert made.status == "completed"
    return made


def later(made, days=180):
    """So many days after it was delivered in full."""
    return max(made.completed_at, Issuance.objects.get(pk=made.issuance_id).completed_at) + dt.timedelta(days=days)


def read(issuance_id):
    lines = list(IssuanceLine.objects.filter(issuance_id=issuance_id).values_list("id", flat=True))
    return reveal_codes(issuance_id=issuance_id, line_ids=lines, actor="buyer", ip=None, offset=0, limit=100, now=now())


def sealed_left():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM inventory_cardcode WHERE sealed <> ''")
        return cursor.fetchone()[0]


def test_codes_go_180_days_after_delivery_and_not_a_second_before(inside, stocked):
    made = bought(stocked)
    at = later(made) + SECOND
    assert shred_codes(now=at - 2 * SECOND) == 0
    assert len(read(made.issuance_id)) == 2
    assert sealed_left() == 10
    assert shred_codes(now=at + dt.timedelta(days=1)) == 2
    assert sealed_left() == 8  # what was not sold stays
    looks = Reveal.objects.count()
    with pytest.raises(CodesNotKept) as refused:
        read(made.issuance_id)
    assert refused.value.data["since"] == (at + dt.timedelta(days=1)).date().isoformat()
    assert Reveal.objects.count() == looks  # nobody saw anything, and no record says so


def test_a_run_is_on_record_with_its_counts_and_another_changes_nothing(inside, stocked):
    made = bought(stocked)
    at = later(made) + SECOND
    assert shred_codes(now=at) == 2
    assert shred_codes(now=at) == 0
    entry = AuditEntry.objects.get(act="shred_codes")
    assert (entry.email, entry.user_id) == ("system", None)
    assert AuditOutcome.objects.get(entry_id=entry.id).detail == {"issuances": 1, "codes": 2, "kept_back": 0}


def test_what_was_shredded_is_known_when_it_is_imported_again(inside, tenant, stocked):
    made = bought(stocked, 1)
    line = IssuanceLine.objects.get(issuance_id=made.issuance_id)
    secret = read(made.issuance_id)[0].opened.secret
    shred_codes(now=later(made) + SECOND)
    again = stock(tenant, stocked, [secret, "A-FRESH-ONE-1"])
    assert (again.accepted, find_code_saying("A-FRESH-ONE-1", None).place) == (1, "available")
    found = find_code_saying(secret, None)  # who shows it can still redeem it
    assert (found.owner_id, found.sealed, display_of(found)) == (line.id, b"", "****")
    with pytest.raises(CodesNotKept):
        reveal_code(code_id=found.id, actor="staff", ip=None, now=now())


def test_a_card_number_still_finds_what_was_shredded(inside, tenant):
    shelf = make_shelf(tenant)
    add_codes(
        sku_id=shelf.sku.id, contract_id=shelf.contract.id, codes=[("8800-1234", "secret-of-it", None)],
        unit_cost=1, now=now(),
    )  # fmt: skip
    made = bought(shelf, 1)
    shred_codes(now=later(made) + SECOND)
    assert [code.serial for code in list_codes_numbered("8800-1234")] == ["8800-1234"]
    assert list_codes_numbered("8800-9999") == []


def test_an_open_case_keeps_the_codes_until_it_is_closed(inside, stocked):
    made, other = bought(stocked), bought(stocked, 1)
    open_case_by_hand(order_id=made.id, reason=CaseReason.CODE_REPORTED, text="坏了", actor="anna", now=now())
    at = max(later(made), later(other)) + SECOND
    assert shred_codes(now=at) == 1  # the other one's
    assert len(read(made.issuance_id)) == 2
    assert KeptIssuance.objects.get().because == KeptBecause.CASE
    AbnormalCase.objects.filter(order=made).update(status=CaseStatus.CLOSED)
    assert shred_codes(now=at + dt.timedelta(hours=1)) == 0  # looked at once a day
    assert shred_codes(now=at + dt.timedelta(days=1, seconds=1)) == 2
    assert not KeptIssuance.objects.exists()


def test_a_suspended_code_keeps_its_issuance(inside, stocked):
    line = issue(stocked.sku, 2)
    code = list_codes_of_lines([line], 0, 1)[0]
    suspend_code(code_id=code.id, actor="anna", reason="警方冻结", now=now())
    issuance = IssuanceLine.objects.get(pk=line).issuance
    at = issuance.completed_at + DAYS + SECOND
    assert shred_codes(now=at) == 0
    assert KeptIssuance.objects.get().because == KeptBecause.SUSPENDED
    CodeRecord.objects.update(status="issued")
    assert shred_codes(now=at + dt.timedelta(days=2)) == 2


def test_an_order_that_was_over_later_than_its_codes_counts_from_then(inside, stocked):
    made = bought(stocked)
    Order.objects.filter(pk=made.id).update(completed_at=made.completed_at + dt.timedelta(days=30))
    assert shred_codes(now=later(made) + dt.timedelta(days=29)) == 0
    assert KeptIssuance.objects.get().because == KeptBecause.OPEN
    assert shred_codes(now=later(made) + dt.timedelta(days=31)) == 2


def test_another_shop_is_not_touched(inside, tenant, other_tenant, stocked):
    shelf = make_shelf(other_tenant)
    stock(other_tenant, shelf, 1)
    with tenant_context(other_tenant):
        line = issue(shelf.sku, 1)
    made = bought(stocked)
    shred_codes(now=later(made) + dt.timedelta(days=1))
    with tenant_context(other_tenant):
        assert sealed_left() == 1
        assert len(read(IssuanceLine.objects.get(pk=line).issuance_id)) == 1


def test_a_run_that_is_cut_off_goes_on_where_its_last_slice_ended(inside, stocked, monkeypatch):
    first, second, third = (bought(stocked, 1) for _ in range(3))
    at = later(third) + SECOND
    monkeypatch.setattr("tenants.issuance.keeping.MOST", 1)
    real, calls = sweep.shred_codes_of, []

    def dying(*, line_ids):
        calls.append(line_ids)
        if len(calls) == 2:
            real(line_ids=line_ids)
            raise KeyboardInterrupt
        return real(line_ids=line_ids)

    monkeypatch.setattr(sweep, "shred_codes_of", dying)
    with pytest.raises(KeyboardInterrupt):
        shred_codes(now=at)
    assert (sealed_left(), find_past()) == (9, first.issuance_id)
    assert len(read(second.issuance_id)) == 1  # whole: neither half gone nor said to be
    assert AuditEntry.objects.filter(act="shred_codes").count() == 1  # begun, without an outcome
    assert shred_codes(now=at) == 2
    assert sealed_left() == 7


def test_the_buyers_page_says_that_the_codes_are_gone(inside, tenant, stocked):
    made = bought(stocked)
    client = shop(tenant)
    assert client.get(order_path(made)).status_code == 302
    page = client.post(f"/orders/{made.number}/codes").content.decode()
    assert "请自行保存" in page
    shred_codes(now=later(made) + SECOND)
    page = client.post(f"/orders/{made.number}/codes").content.decode()
    assert "销毁" in page
    assert "请联系商家" in page
    assert client.post(f"/orders/{made.number}/codes.txt").status_code == 302
    assert client.get(f"/orders/{made.number}").status_code == 200


def test_ids_outside_stay_what_they_were(inside, stocked):
    made = bought(stocked, 1)
    before = [code.id for code in read(made.issuance_id)]
    shred_codes(now=later(made) + SECOND)
    line = IssuanceLine.objects.get(issuance_id=made.issuance_id)
    assert [public_id("code", code.id) for code in list_codes_of_lines([line.id], 0, 10)] == before


def test_codes_of_an_order_stay_as_long_as_what_replaced_a_bad_one(inside, stocked):
    made = bought(stocked)
    bad, at = list_codes_of(made)[0].stored.id, now() + dt.timedelta(days=100)
    replace_code_of_order(order_id=made.id, code_id=bad, reason="x", actor="anna", now=at)
    assert shred_codes(now=later(made) + SECOND) == 0
    assert set(KeptIssuance.objects.values_list("because", flat=True)) == {KeptBecause.OPEN}
    assert len(read(made.issuance_id)) == 2
    open_case_by_hand(order_id=made.id, reason=CaseReason.CODE_REPORTED, text="x", actor="anna", now=at)
    assert shred_codes(now=at + DAYS + dt.timedelta(days=1)) == 0  # both issuances are of the order with the case
    AbnormalCase.objects.update(status=CaseStatus.CLOSED)
    assert shred_codes(now=at + DAYS + dt.timedelta(days=3)) == 3


def test_codes_of_a_batch_stay_while_it_is_being_recalled(inside, stocked):
    made = bought(stocked)
    lot = Lot.objects.get()
    Recall.objects.create(lot_id=lot.id, notice="x", reason="x", last_position=9, started_by="a", started_at=now())
    assert shred_codes(now=later(made) + SECOND) == 0
    assert KeptIssuance.objects.get().because == KeptBecause.RECALL
    Recall.objects.update(state="done")
    assert shred_codes(now=later(made, 182)) == 2


def test_a_mail_that_is_sent_again_late_holds_no_codes_and_is_sent(inside, stocked):
    made = bought(stocked)
    opener = _opener(made)
    assert len(opener()) == 2
    shred_codes(now=later(made) + SECOND)
    assert opener() == []
