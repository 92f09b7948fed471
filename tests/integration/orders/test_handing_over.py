"""Delivery by hand: what the buyer is told is sealed, looks are on record, nobody is forgotten."""

import datetime as dt

import pytest

from platform_core.events.models import Event
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product, Sku
from tenants.orders.enums import CaseOutcome, CaseReason, LineSecret, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, LineLook, Order, OrderLine
from tenants.orders.selectors import list_to_hand_over
from tenants.orders.services.flag_overdue_orders import WITHIN, flag_overdue_orders
from tenants.orders.services.hand_over import hand_over
from tenants.orders.services.refund_case import refund_case
from tenants.orders.services.reveal_line import reveal_line
from tests.api.v1.testing import everything_kept
from tests.integration.orders.cases import STAFF, case_of, settle
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import make_shelf, now

ACCOUNT = {
    "name": "account", "label": "充值账号", "label_en": "", "type": "phone", "required": True, "max_length": 20, "options": [],
}  # fmt: skip
TOLD = "已充值到账，流水 9988-7766"


@pytest.fixture
def by_hand(tenant, inside):
    made = make_shelf(tenant)
    Product.objects.filter(pk=made.product.pk).update(fulfilment="manual")
    Sku.objects.filter(pk=made.sku.pk).update(input_schema=[ACCOUNT])
    return made


def paid(*lines):
    placed = order(*lines)
    says(open_payment(placed))
    return Order.objects.get(pk=placed.pk)


def give(line, text=TOLD):
    return hand_over(line_id=line.id, text=text, actor=STAFF, now=now())


def test_a_line_is_handed_over_once_sealed_and_told(inside, by_hand):
    placed = paid((by_hand.sku, 1, {"account": "13812345678"}))
    assert placed.status == OrderStatus.PAID
    line = list_to_hand_over().get()
    for empty in ("", "   ", "x" * 4_001):
        with pytest.raises(OrderActionRefused, match="text_missing"):
            give(line, empty)
    assert give(line)
    placed.refresh_from_db()
    line.refresh_from_db()
    assert (placed.status, line.handed_over_by) == (OrderStatus.COMPLETED, STAFF)
    assert Event.objects.get(type="order.delivered").payload["number"] == placed.number
    with pytest.raises(OrderActionRefused, match="handed_over"):
        give(line, "again")
    assert not list_to_hand_over().exists()
    assert TOLD not in everything_kept(inside)


def test_looks_at_what_is_sealed_are_on_record_before_it_is_shown(inside, by_hand, other_tenant):
    paid((by_hand.sku, 1, {"account": "13812345678"}))
    line = list_to_hand_over().get()
    look = {"line_id": line.id, "actor": STAFF, "ip": "203.0.113.9", "now": now()}
    with pytest.raises(RecordNotFound):
        reveal_line(what=LineSecret.HANDED_OVER, **look)
    assert not LineLook.objects.exists()
    assert reveal_line(what=LineSecret.INPUTS, **look) == {"account": "13812345678"}
    give(line)
    assert reveal_line(what=LineSecret.HANDED_OVER, **look) == TOLD
    assert list(LineLook.objects.order_by("id").values_list("what", "actor", "ip")) == [
        ("inputs", STAFF, "203.0.113.9"), ("handed_over", STAFF, "203.0.113.9"),
    ]  # fmt: skip
    with tenant_context(other_tenant):
        for what in LineSecret:
            with pytest.raises(RecordNotFound):
                reveal_line(what=what, **look)
        with pytest.raises(RecordNotFound):
            give(line)


def test_an_order_of_both_kinds_is_complete_with_its_last_line(inside, by_hand, stocked):
    placed = paid((stocked.sku, 1), (by_hand.sku, 1, {"account": "13812345678"}))
    assert placed.status == OrderStatus.PROCESSING
    automatic = OrderLine.objects.get(order=placed, fulfilment="automatic")
    with pytest.raises(OrderActionRefused, match="not_by_hand"):
        give(automatic)
    assert give(list_to_hand_over().get())
    placed.refresh_from_db()
    assert (placed.status, placed.issuance_id is not None) == (OrderStatus.COMPLETED, True)


def test_what_is_not_paid_is_not_handed_over(inside, by_hand):
    placed = order((by_hand.sku, 1, {"account": "13812345678"}))
    assert not list_to_hand_over().exists()
    with pytest.raises(OrderActionRefused, match="not_paid"):
        give(placed.lines.get())


def test_who_waits_too_long_becomes_a_case_once_and_it_ends_with_the_hand_over(inside, by_hand):
    placed = paid((by_hand.sku, 1, {"account": "13812345678"}))
    assert flag_overdue_orders(now=now()) == 0
    later = now() + WITHIN + dt.timedelta(minutes=1)
    assert [flag_overdue_orders(now=later) for _ in range(2)] == [1, 0]
    case = case_of(placed, CaseReason.MANUAL_OVERDUE)
    give(list_to_hand_over().get())
    case.refresh_from_db()
    assert case.outcome == CaseOutcome.DELIVERED
    assert flag_overdue_orders(now=later) == 0


def test_what_is_refunded_is_not_handed_over_any_more(inside, by_hand, refunds):
    placed = paid((by_hand.sku, 1, {"account": "13812345678"}))
    flag_overdue_orders(now=now() + 2 * WITHIN)
    case, line = AbnormalCase.objects.get(), list_to_hand_over().get()
    refund_case(case_id=case.id, amount=None, code_ids=[], reason="", actor=STAFF, now=now())
    with pytest.raises(OrderActionRefused, match="money_went_back"):
        give(line)
    settle()
    placed.refresh_from_db()
    assert placed.status == OrderStatus.REFUNDED
    assert not list_to_hand_over().exists()
    assert books() == {"SALES": -4500, "REFUNDS": 4500}
