"""Orders looked after by staff: notes for ever, contacts put right while that is safe, unpaid ones closed, the next case taken."""

import pytest
from django.db import DatabaseError, transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import new_id
from tenants.issuance.services.reveal_codes import reveal_codes
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.errors import ContactRefused
from tenants.orders.models import OrderNote
from tenants.orders.selectors import get_status_counts, list_issue_lines
from tenants.orders.services.change_order_contact import change_order_contact
from tenants.orders.services.close_unpaid_order import close_unpaid_order
from tenants.orders.services.note_order import note_order
from tenants.orders.services.open_case import open_case
from tenants.orders.services.take_next_case import take_next_case
from tests.integration.orders.cases import STAFF, bought, fresh, left, refused
from tests.integration.orders.ordering import open_payment, order, says
from tests.world import now


def test_a_note_can_neither_be_changed_nor_deleted(inside, stocked):
    placed = bought(stocked)
    note = note_order(order_id=placed.id, text="客户来电确认", author=STAFF, now=now())
    for act in (lambda: OrderNote.objects.update(text="x"), lambda: OrderNote.objects.filter(pk=note.pk).delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            act()
    with refused("text_missing"):
        note_order(order_id=placed.id, text=" \n", author=STAFF, now=now())
    with pytest.raises(RecordNotFound):
        note_order(order_id=new_id(), text="x", author=STAFF, now=now())


def change(placed, contact="right@example.com", kind="email", reason="下单时写错"):
    return change_order_contact(
        order_id=placed.id, contact=contact, contact_type=kind, reason=reason, actor=STAFF, now=now()
    )


def test_a_mistyped_contact_is_put_right_and_found_by(inside, stocked):
    placed = bought(stocked)
    change(placed)
    assert bytes(fresh(placed).contact_hash) == contact_hash("Right@example.com")
    note = OrderNote.objects.get()
    assert ("right" in note.text, note.act) == (False, "contact_changed")
    with pytest.raises(ContactRefused):
        change(placed, "not an address")
    with refused("reason_missing"):
        change(placed, reason="")


def test_the_contact_of_whoever_looked_at_the_codes_stays(inside, stocked):
    placed = bought(stocked)
    seen = {"issuance_id": placed.issuance_id, "line_ids": list_issue_lines(placed), "ip": None, "now": now()}
    reveal_codes(**seen, actor="mail", offset=0, limit=1)
    change(placed)  # a mail to the wrong address was nobody's look
    reveal_codes(**seen, actor="buyer", offset=0, limit=1)
    with refused("already_read"):
        change(placed, "thief@example.com")


def test_only_an_unpaid_order_is_closed_and_its_codes_are_back(inside, stocked):
    placed = order((stocked.sku, 3))
    assert left(stocked) == 7
    with refused("reason_missing"):
        close_unpaid_order(order_id=placed.id, reason="", actor=STAFF, now=now())
    close_unpaid_order(order_id=placed.id, reason="买家不要了", actor=STAFF, now=now())
    assert (fresh(placed).status, left(stocked)) == (OrderStatus.CANCELED, 10)
    for each in (placed, bought(stocked)):
        with refused("not_unpaid"):
            close_unpaid_order(order_id=each.id, reason="x", actor=STAFF, now=now())


def test_who_pays_an_order_that_was_just_closed_has_a_case(inside, stocked):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    close_unpaid_order(order_id=placed.id, reason="x", actor=STAFF, now=now())
    says(payment)
    assert fresh(placed).status in {OrderStatus.COMPLETED, OrderStatus.ABNORMAL}


def test_the_most_urgent_case_that_nobody_has_is_taken_and_then_there_is_none(inside, stocked):
    placed = bought(stocked)
    later = open_case(reason=CaseReason.BY_HAND, order_id=placed.id, now=now())
    first = open_case(reason=CaseReason.BUYER_SAYS_PAID, order_id=placed.id, now=now())
    assert take_next_case(assignee=STAFF, reason="split_failed", now=now()) is None
    assert [take_next_case(assignee=STAFF, now=now()) for _ in range(3)] == [first, later, None]
    assert fresh(first).assignee == STAFF


def test_counts_of_statuses_stop_where_nobody_reads_on(inside, stocked):
    for _ in range(3):
        bought(stocked)
    assert get_status_counts(2)["completed"] == 2
    assert get_status_counts(9) == {status: 3 if status == "completed" else 0 for status in OrderStatus.values}
