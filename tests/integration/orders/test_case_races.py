"""Two people at once, on data that is really committed: one wins, and the other is told."""

import itertools
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from platform_core.tenancy.context import tenant_context
from tenants.catalog.models import Product
from tenants.inventory.errors import CodeStockExhausted
from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.selectors import list_codes_of, list_to_hand_over
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.ask_for_help import ask_for_help
from tenants.orders.services.close_case import close_case
from tenants.orders.services.deliver_case import deliver_case
from tenants.orders.services.hand_over import hand_over
from tenants.orders.services.refund_case import refund_case
from tenants.orders.services.replace_code_of_case import replace_code_of_case
from tenants.payments.enums import NoticeOutcome
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund
from tests.integration.orders.cases import STAFF, bought, case_of, settle, sold_out
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import committed_shop, make_shelf, now, stock

_labels = itertools.count(1)


@pytest.fixture(scope="module")
def shop(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"case-races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def shelf(shop):
    return make_shelf(shop)


def at_once(shop, *works):
    """Run the works in threads with connections of their own, all starting together; what each returned or raised."""
    ready = threading.Barrier(len(works))

    def one(work):
        try:
            with tenant_context(shop):
                ready.wait(10)
                return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def losers(results):
    lost = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, OrderActionRefused | RefundExceedsPayment) for error in lost), lost
    return len(lost)


def deliver(case, wait=False):
    return lambda: deliver_case(case_id=case.id, stand_ins={}, actor=STAFF, now=now(), wait=wait)


def refund(case, amount=None):
    return lambda: refund_case(case_id=case.id, amount=amount, code_ids=[], reason="", actor=STAFF, now=now())


def close(case):
    return lambda: close_case(case_id=case.id, reason="重复", actor=STAFF, now=now())


def replace(case):
    return lambda: replace_code_of_case(case_id=case.id, code_id=case.code_id, reason="", actor=STAFF, now=now())


def complaint(placed):
    code = list_codes_of(placed)[0].stored.id
    return ask_for_help(order=placed, reason=CaseReason.CODE_REPORTED, code_id=code, text="", now=now())


@pytest.mark.parametrize(
    "act", [deliver, refund, lambda case: deliver(case, wait=True)], ids=["deliver", "refund", "wait"]
)
def test_a_double_click_on_an_undelivered_order_counts_once(shop, shelf, act):
    with tenant_context(shop):
        placed, case = sold_out(shelf)
    if act is deliver:
        stock(shop, shelf, 3)
    assert losers(at_once(shop, act(case), act(case), act(case))) == 2
    with tenant_context(shop):
        assert len(list_codes_of(Order.objects.get(pk=placed.pk))) == (1 if act is deliver else 0)
        assert GatewayRefund.objects.filter(payment__order_id=placed.id).count() == (1 if act is refund else 0)
        books()


@pytest.mark.parametrize(
    "act", [replace, refund, lambda case: refund(case, 100), close], ids=["replace", "refund", "part", "close"]
)
def test_a_double_click_on_a_complaint_counts_once(shop, shelf, act):
    stock(shop, shelf, 5)
    with tenant_context(shop):
        placed = bought(shelf)
        case = complaint(placed)
    assert losers(at_once(shop, act(case), act(case), act(case))) == 2
    with tenant_context(shop):
        assert len(list_codes_of(placed)) == (2 if act is replace else 1)
        assert GatewayRefund.objects.filter(payment__order_id=placed.id).count() <= 1
        books()


def test_a_wrong_amount_is_taken_once_or_sent_back(shop, shelf):
    stock(shop, shelf, 5)
    for _ in range(3):
        with tenant_context(shop):
            placed = order((shelf.sku, 1))
            says(open_payment(placed), amount=4400)
            case = case_of(placed, CaseReason.WRONG_AMOUNT)
        accept = lambda: accept_wrong_amount(case_id=case.id, actor=STAFF, now=now())  # noqa: B023, E731
        assert losers(at_once(shop, accept, refund(case), accept)) == 2
        with tenant_context(shop):
            sent = GatewayRefund.objects.filter(payment__order_id=placed.id).count()
            placed.refresh_from_db()
            assert (placed.status == OrderStatus.COMPLETED, sent) in {(True, 0), (False, 1)}
            books()


def test_of_refund_and_delivery_one_wins_through_whichever_case(shop, shelf, refunds):
    stock(shop, shelf, 1)
    for _ in range(4):
        with tenant_context(shop):
            placed, case = sold_out(make_shelf(shop))
            second = ask_for_help(order=placed, reason=CaseReason.BUYER_SAYS_PAID, code_id=None, text="", now=now())
            line = placed.lines.get()
        filled = make_shelf(shop)
        stock(shop, filled, 2)

        def give(case=case, line=line, filled=filled):
            return deliver_case(case_id=case.id, stand_ins={line.id: filled.sku.id}, actor=STAFF, now=now())

        assert losers(at_once(shop, refund(second), give, refund(case))) >= 1
        with tenant_context(shop):
            settle()
            placed.refresh_from_db()
            codes = list_codes_of(placed)
            void = {code.path_status for code in codes} <= {"voided"}
            assert (placed.status == OrderStatus.REFUNDED) == void
            assert placed.refunded == (4500 if void else 0)
            books()


def test_what_is_handed_over_twice_at_once_is_handed_over_once(shop, shelf):
    texts = ["一", "二", "三"]
    with tenant_context(shop):
        Product.objects.filter(pk=shelf.product.pk).update(fulfilment="manual")
        placed = order((shelf.sku, 1))
        says(open_payment(placed))
        line = list_to_hand_over().get(order=placed)
    works = [lambda text=text: hand_over(line_id=line.id, text=text, actor=STAFF, now=now()) for text in texts]
    assert losers(at_once(shop, *works)) == 2


@pytest.fixture
def crowd(shop):
    """Thirty-two buyers and twenty codes."""
    shelf = make_shelf(shop)
    stock(shop, shelf, 20)
    return shelf


def test_thirty_two_buyers_of_twenty_codes_held_first_are_twenty(shop, crowd):
    def buy():
        placed = order((crowd.sku, 1))
        return placed, says(open_payment(placed))

    results = at_once(shop, *[buy] * 32)
    refused = [result for result in results if isinstance(result, CodeStockExhausted)]
    bought = [result for result in results if not isinstance(result, Exception)]
    assert (len(refused), len(bought)) == (12, 20), results
    with tenant_context(shop):
        codes = [code.stored.id for placed, _ in bought for code in list_codes_of(Order.objects.get(pk=placed.pk))]
        assert len(set(codes)) == 20
        assert {outcome for _, outcome in bought} == {NoticeOutcome.SETTLED}
        books()


def test_thirty_two_buyers_of_twenty_codes_paid_first_have_codes_or_a_case_and_their_money_back(shop, crowd, refunds):
    with tenant_context(shop):
        Product.objects.filter(pk=crowd.product.pk).update(purchase_mode="pay_first")

    def buy():
        placed = order((crowd.sku, 1))
        says(open_payment(placed))
        return placed

    placed = at_once(shop, *[buy] * 32)
    assert not [result for result in placed if isinstance(result, Exception)]
    with tenant_context(shop):
        orders = Order.objects.filter(pk__in=[each.pk for each in placed])
        assert Counter(orders.values_list("status", flat=True)) == {"completed": 20, "abnormal": 12}
        cases = list(AbnormalCase.objects.filter(order__in=orders))
        assert {case.order_id for case in cases} == {each.pk for each in orders.filter(status="abnormal")}
        assert len({code.stored.id for each in orders for code in list_codes_of(each)}) == 20
    assert losers(at_once(shop, *[refund(case) for case in cases])) == 0
    with tenant_context(shop):
        settle()
        assert Counter(orders.values_list("status", flat=True)) == {"completed": 20, "refunded": 12}
        ends = AbnormalCase.objects.filter(order__in=orders).values_list("status", "outcome")
        assert set(ends) == {(CaseStatus.CLOSED, CaseOutcome.REFUNDED)}
        assert len(refunds) >= 12
        books()
