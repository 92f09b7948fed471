"""Staff at once, and staff against buyers, on data that is really committed: money leaves once, a case has one person, a block holds."""

import itertools
import uuid

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.customers.errors import BlockRefused
from tenants.orders.contacts import contact_hash
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.errors import OrderActionRefused, OrderRefused
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.people import find_person
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.block_person import block_person
from tenants.orders.services.close_unpaid_order import close_unpaid_order
from tenants.orders.services.open_case import open_case
from tenants.orders.services.refund_order import WantedBack, refund_order
from tenants.orders.services.replace_code_of_order import replace_code_of_order
from tenants.orders.services.take_next_case import take_next_case
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund
from tests.integration.orders.cases import STAFF, bought
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.integration.orders.test_case_races import at_once
from tests.world import committed_shop, make_shelf, now, stock

_labels = itertools.count(1)


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"order-races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def shelf(shop):
    made = make_shelf(shop)
    stock(shop, made, 30)
    return made


def back(placed, token, amount=None):
    wanted = WantedBack(token=token, amount=amount, code_ids=None if amount is None else (), reason="x")
    return lambda: refund_order(order_id=placed.id, wanted=wanted, actor=STAFF, now=now())


def test_one_form_sent_by_three_clicks_at_once_sends_one_refund(shop, shelf):
    with tenant_context(shop):
        placed = bought(shelf)
    results = at_once(shop, *[back(placed, uuid.uuid4())] * 3)
    assert len({refund.id for refund in results}) == 1
    with tenant_context(shop):
        assert GatewayRefund.objects.filter(payment__order_id=placed.id).count() == 1
        books()


def test_two_people_who_refund_the_whole_at_once_refund_it_once(shop, shelf):
    with tenant_context(shop):
        placed = bought(shelf, 2)
    results = at_once(shop, *[back(placed, uuid.uuid4()) for _ in range(2)])
    lost = [result for result in results if isinstance(result, Exception)]
    assert [type(error) for error in lost] == [RefundExceedsPayment], results
    with tenant_context(shop):
        assert GatewayRefund.objects.get(payment__order_id=placed.id).amount == 9000
        books()


def test_of_a_refund_and_a_replacement_at_once_no_code_is_left_usable_and_paid_back(shop, shelf):
    for _ in range(3):
        with tenant_context(shop):
            placed = bought(shelf)
            code = list_codes_of(placed)[0].stored.id

        def swap(placed=placed, code=code):
            return replace_code_of_order(order_id=placed.id, code_id=code, reason="x", actor=STAFF, now=now())

        results = at_once(shop, swap, back(placed, uuid.uuid4()))
        assert not isinstance(results[1], Exception), results
        with tenant_context(shop):
            assert {code.path_status for code in list_codes_of(placed)} == {"voided"}
            books()


def test_an_order_is_paid_or_closed_and_never_both(shop, shelf):
    for _ in range(4):
        with tenant_context(shop):
            placed = order((shelf.sku, 1))
            payment = open_payment(placed)

        def close(placed=placed):
            return close_unpaid_order(order_id=placed.id, reason="x", actor=STAFF, now=now())

        results = at_once(shop, close, lambda payment=payment: says(payment))
        assert all(isinstance(each, OrderActionRefused) for each in results if isinstance(each, Exception)), results
        with tenant_context(shop):
            placed.refresh_from_db()
            assert placed.status != OrderStatus.PENDING_PAYMENT
            paid_for = placed.status in {OrderStatus.COMPLETED, OrderStatus.ABNORMAL}
            assert paid_for or AbnormalCase.objects.filter(order=placed).exists()
            books()


def test_people_who_take_the_next_case_at_once_take_different_ones(shop, shelf):
    with tenant_context(shop):
        AbnormalCase.objects.update(status="closed")
        for _ in range(4):
            open_case(reason=CaseReason.BY_HAND, order_id=bought(shelf).id, now=now())
    takes = [lambda n=n: take_next_case(assignee=f"{n}@x.example", now=now()) for n in range(6)]
    taken = [case for case in at_once(shop, *takes) if case is not None]
    assert all(isinstance(case, AbnormalCase) for case in taken), taken
    assert len({case.id for case in taken}) == len(taken) == 4


@pytest.mark.parametrize("attempt", range(3))
def test_no_order_slips_past_a_block_that_comes_at_the_same_moment(shop, shelf, attempt):
    contact = f"slip{attempt}@mail.example"
    with tenant_context(shop):
        order((shelf.sku, 1), contact=contact)
        person = find_person(contact_hash=contact_hash(contact))

    def buy():
        return order((shelf.sku, 1), contact=contact)

    def keep_out():
        return block_person(person=person, reason="x", actor=STAFF, now=now())

    results = at_once(shop, buy, keep_out, buy, keep_out)
    errors = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, OrderRefused | BlockRefused) for each in errors), results
    assert sum(isinstance(each, BlockRefused) for each in errors) == 1
    with tenant_context(shop):
        theirs = Order.objects.filter(contact_hash=contact_hash(contact))
        assert set(theirs.values_list("status", flat=True)) == {OrderStatus.CANCELED}
