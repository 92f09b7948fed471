"""Money of abnormal orders that goes back or is taken as it came: once, by the books, with the codes."""

import pytest

from tenants.issuance.enums import CodeStatus
from tenants.issuance.selectors import get_code
from tenants.issuance.services.fill_backorders import fill_backorders
from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.selectors import list_codes_of
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.close_case import close_case
from tenants.orders.services.retry_refund import retry_refund
from tenants.payments.enums import NoticeOutcome, PaymentState, RefundState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.models import GatewayRefund, Payment
from tests.integration.orders.cases import (
    STAFF,
    bought,
    case_of,
    complaint,
    deliver,
    fresh,
    left,
    refund,
    refused,
    settle,
    sold_out,
)
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import now, stock


def test_who_waits_can_be_refunded_instead_and_leaves_the_queue(inside, tenant, empty, refunds):
    placed, case = sold_out(empty)
    deliver(case, wait=True)
    with refused("still_owed"):
        close_case(case_id=case.id, reason="算了", actor=STAFF, now=now())
    with refused("whole_only"):
        refund(case, 100)
    refund(case)
    settle()
    assert (fresh(placed).status, fresh(case).outcome) == (OrderStatus.REFUNDED, CaseOutcome.REFUNDED)
    stock(tenant, empty, 1)
    fill_backorders(now=now())
    assert left(empty) == 1
    assert "PROVIDER_BALANCE" not in books()


def test_a_refund_of_what_was_never_delivered_is_over_when_the_gateway_says_so(inside, empty, refunds):
    placed, case = sold_out(empty)
    refund(case)
    assert fresh(case).status == CaseStatus.REFUNDING
    assert books()["REFUNDS_PAYABLE"] == -4500
    for act in (deliver, refund):
        with refused("refunding"):
            act(case)
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.REFUNDED, 4500)
    assert (fresh(case).status, fresh(case).outcome) == (CaseStatus.CLOSED, CaseOutcome.REFUNDED)
    assert books() == {"SALES": -4500, "REFUNDS": 4500}
    assert [amount for _, _, amount in refunds.values()] == [4500]


def test_delivered_codes_are_void_after_a_refund_and_never_on_sale_again(inside, stocked, refunds):
    placed = bought(stocked, 2)
    case = complaint(placed)
    refund(case)
    settle()
    assert {code.path_status for code in list_codes_of(placed)} == {CodeStatus.VOIDED}
    assert left(stocked) == 8
    assert fresh(placed).status == OrderStatus.REFUNDED
    balances = books()
    assert (balances["REFUNDS"], balances["SALES"]) == (9000, -9000)
    assert "REFUNDS_PAYABLE" not in balances


def test_parts_add_up_and_no_more_than_was_paid_goes_back(inside, stocked, refunds):
    placed = bought(stocked, 2)
    first, second = list_codes_of(placed)
    refund(complaint(placed, first), 4500, [first.stored.id])
    settle()
    assert fresh(placed).status == OrderStatus.PARTIALLY_REFUNDED
    assert [code.path_status for code in list_codes_of(placed)] == [CodeStatus.VOIDED, CodeStatus.ISSUED]
    case = complaint(placed, second)
    for wrong in (4501, 0, -1):
        with pytest.raises(RefundExceedsPayment):
            refund(case, wrong)
    assert fresh(case).status == CaseStatus.OPEN
    refund(case, 500)
    settle()
    assert get_code(second.stored.id).path_status == CodeStatus.ISSUED
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.PARTIALLY_REFUNDED, 5000)
    refund(complaint(placed, second))
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.REFUNDED, 9000)
    assert get_code(second.stored.id).path_status == CodeStatus.VOIDED
    assert books()["REFUNDS"] == 9000
    assert "PROVIDER_BALANCE" not in books()


def test_a_part_that_goes_back_leaves_an_undelivered_order_to_be_delivered(inside, tenant, empty, refunds):
    placed, case = sold_out(empty)
    refund(case, 500)
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.ABNORMAL, 500)
    assert fresh(case).status == CaseStatus.OPEN
    stock(tenant, empty, 1)
    deliver(case)
    assert fresh(placed).status == OrderStatus.PARTIALLY_REFUNDED
    assert len(list_codes_of(fresh(placed))) == 1


def test_a_refund_that_failed_is_sent_again_and_owed_once(inside, empty, refunds):
    placed, case = sold_out(empty)
    refunds.answer = RefundState.FAILED
    refund(case)
    settle()
    assert fresh(case).status == CaseStatus.OPEN
    assert AbnormalCase.objects.count() == 1
    for act in (refund, deliver):
        with refused("refund_failed_before"):
            act(case)
    refunds.answer = RefundState.SUCCEEDED
    retry_refund(case_id=case.id, actor=STAFF, now=now())
    with refused("refunding"):
        retry_refund(case_id=case.id, actor=STAFF, now=now())
    settle()
    assert (fresh(placed).status, fresh(case).outcome) == (OrderStatus.REFUNDED, CaseOutcome.REFUNDED)
    assert len(refunds) == 2
    assert books() == {"SALES": -4500, "REFUNDS": 4500}


def test_a_wrong_amount_whose_refund_failed_is_owed_and_not_taken(inside, stocked, refunds):
    placed = order((stocked.sku, 1))
    says(open_payment(placed), amount=4499)
    case = case_of(placed, CaseReason.WRONG_AMOUNT)
    refunds.answer = RefundState.FAILED
    refund(case)
    settle()
    with refused("refund_failed_before"):
        accept_wrong_amount(case_id=case.id, actor=STAFF, now=now())
    assert (books()["REFUNDS_PAYABLE"], "UNALLOCATED" in books()) == (-4499, False)


def test_what_did_not_fail_is_not_sent_again(inside, empty, refunds):
    _, case = sold_out(empty)
    with refused("nothing_failed"):
        retry_refund(case_id=case.id, actor=STAFF, now=now())


def test_money_that_fits_nothing_goes_back_whole_and_was_never_revenue(inside, stocked, refunds):
    payment = open_payment(order((stocked.sku, 1)))
    payment.number = "P-UNKNOWN"
    assert says(payment, provider_id="t-1") == NoticeOutcome.UNKNOWN_PAYMENT
    case = AbnormalCase.objects.get()
    with refused("whole_only"):
        refund(case, 100)
    refund(case)
    before = books()
    assert (before["REFUNDS_PAYABLE"], "UNALLOCATED" in before) == (-4500, False)
    settle()
    assert "PROVIDER_BALANCE" not in books()
    assert "REFUNDS" not in books()
    assert fresh(case).outcome == CaseOutcome.REFUNDED


def test_a_second_payment_goes_back_and_the_order_stays(inside, stocked, refunds):
    placed = order((stocked.sku, 1))
    first = open_payment(placed)
    Payment.objects.update(expires_at=now())
    second = open_payment(placed)
    says(first)
    says(second)
    refund(case_of(placed, CaseReason.PAID_TWICE))
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.COMPLETED, 0)
    assert GatewayRefund.objects.get().payment_id == second.id
    assert books()["PROVIDER_BALANCE"] == 4500


def test_money_that_came_twice_within_one_payment_is_not_taken_from_the_order(inside, stocked, refunds):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    says(payment)
    says(payment, provider_id="another-transaction")
    case = case_of(placed, CaseReason.PAID_TWICE)
    with refused("nothing_unallocated"):
        refund(case)
    close_case(case_id=case.id, reason="已在支付机构后台退回", actor=STAFF, now=now())
    assert fresh(case).outcome == CaseOutcome.DISMISSED


@pytest.mark.parametrize("came", [4499, 5000, 1])
def test_a_wrong_amount_goes_back_as_it_came(inside, stocked, refunds, came):
    placed = order((stocked.sku, 1))
    says(open_payment(placed), amount=came)
    refund(case_of(placed, CaseReason.WRONG_AMOUNT))
    settle()
    assert fresh(placed).status == OrderStatus.CANCELED
    assert [facts[1:] for facts in refunds.values()] == [(came, came)]
    assert books() == {"CODE_STOCK": 40_000, "SUPPLIER_PAYABLE": -40_000}


@pytest.mark.parametrize("came", [4499, 5000])
def test_the_merchant_may_take_a_wrong_amount_and_deliver(inside, stocked, refunds, came):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    says(payment, amount=came)
    case = case_of(placed, CaseReason.WRONG_AMOUNT)
    with refused("not_paid"):
        deliver(case)
    accept_wrong_amount(case_id=case.id, actor=STAFF, now=now())
    assert (fresh(placed).status, fresh(payment).state) == (OrderStatus.COMPLETED, PaymentState.SUCCEEDED)
    assert (books()["SALES"], "UNALLOCATED" in books(), left(stocked)) == (-came, False, 9)
    with refused("case_closed"):
        accept_wrong_amount(case_id=case.id, actor=STAFF, now=now())
    refund(complaint(fresh(placed)))
    settle()
    assert fresh(placed).status == OrderStatus.REFUNDED
    assert (books()["REFUNDS"], "PROVIDER_BALANCE" in books()) == (came, False)


def test_another_currency_is_neither_taken_nor_sent_back_as_ours(inside, stocked, refunds):
    placed = order((stocked.sku, 1))
    says(open_payment(placed), currency="USD")
    case = case_of(placed, CaseReason.WRONG_AMOUNT)
    for act in (lambda: accept_wrong_amount(case_id=case.id, actor=STAFF, now=now()), lambda: refund(case)):
        with refused("nothing_unallocated"):
            act()
