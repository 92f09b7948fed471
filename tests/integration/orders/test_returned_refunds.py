"""A refund that had left and came back: the books say that the money lies there, and that it is owed; once."""

import itertools

import pytest

from tenants.orders.enums import CaseOutcome, CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.retry_refund import retry_refund
from tenants.payments.enums import NoticeKind, NoticeOutcome, RefundState
from tenants.payments.gateways.base import RefundAnswer
from tenants.payments.models import GatewayRefund, Payment
from tests.integration.orders.cases import STAFF, complaint, deliver, fresh, refund, refused, settle, sold_out
from tests.integration.orders.cases import bought as buy
from tests.integration.orders.ordering import books, open_payment, order, says
from tests.world import now


def came_back(sent):
    payment = Payment.objects.get(pk=sent.payment_id)
    facts = {"amount": sent.amount, "refund_number": sent.number, "provider_id": fresh(sent).provider_id}
    return says(payment, NoticeKind.REFUND_FAILED, **facts)


@pytest.fixture
def sent(inside, empty, refunds):
    """The refund of an order that was never delivered; it arrived."""
    _, case = sold_out(empty)
    made = refund(case)
    settle()
    return fresh(made)


def test_it_is_in_the_books_once_and_a_case(sent):
    assert "PROVIDER_BALANCE" not in books()
    assert [came_back(sent) for _ in range(3)] == [NoticeOutcome.SETTLED] + [NoticeOutcome.REPEATED] * 2
    assert books() == {"SALES": -4500, "REFUNDS": 4500, "PROVIDER_BALANCE": 4500, "REFUNDS_PAYABLE": -4500}
    case = AbnormalCase.objects.get(reason=CaseReason.REFUND_FAILED)
    assert (case.status, case.payment_id) == (CaseStatus.OPEN, sent.payment_id)
    assert (fresh(case.order).status, fresh(case.order).refunded) == (OrderStatus.ABNORMAL, 0)


def test_an_old_success_that_is_told_again_is_no_news(sent):
    came_back(sent)
    before = books()
    facts = {"amount": sent.amount, "refund_number": sent.number, "provider_id": sent.provider_id}
    assert says(Payment.objects.get(), NoticeKind.REFUNDED, **facts) == NoticeOutcome.REPEATED
    assert not finish_refund(number=sent.number, answer=RefundAnswer(RefundState.SUCCEEDED), now=now())
    assert books() == before


def test_what_a_call_answers_later_undoes_no_success(sent):
    assert not finish_refund(number=sent.number, answer=RefundAnswer(RefundState.FAILED, reason="twice"), now=now())
    assert fresh(sent).state == RefundState.SUCCEEDED
    assert "PROVIDER_BALANCE" not in books()


def test_nobody_gets_codes_and_money_and_it_is_sent_again_as_often_as_it_comes_back(sent, refunds):
    came_back(sent)
    case = AbnormalCase.objects.get(reason=CaseReason.REFUND_FAILED)
    with refused("refund_failed_before"):
        deliver(case)
    for _ in range(2):
        retry_refund(case_id=case.id, actor=STAFF, now=now())
        settle()
        assert books() == {"SALES": -4500, "REFUNDS": 4500}
        assert (fresh(case).outcome, fresh(case.order).status) == (CaseOutcome.REFUNDED, OrderStatus.REFUNDED)
        assert came_back(fresh(sent)) == NoticeOutcome.SETTLED
        case = AbnormalCase.objects.get(reason=CaseReason.REFUND_FAILED, status=CaseStatus.OPEN)
    assert len(refunds) == 3
    assert books()["REFUNDS_PAYABLE"] == -4500


def test_a_part_of_a_delivered_order_comes_back(inside, stocked, refunds):
    placed = buy(stocked, 2)
    made = refund(complaint(placed), 500)
    settle()
    came_back(made)
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.COMPLETED, 0)
    case = AbnormalCase.objects.get(reason=CaseReason.REFUND_FAILED)
    retry_refund(case_id=case.id, actor=STAFF, now=now())
    settle()
    assert (fresh(placed).status, fresh(placed).refunded) == (OrderStatus.PARTIALLY_REFUNDED, 500)
    assert books()["PROVIDER_BALANCE"] == 8500


def test_money_that_fitted_nothing_is_owed_again(inside, stocked, refunds):
    says(open_payment(order((stocked.sku, 1))), amount=4499)
    made = refund(AbnormalCase.objects.get())
    settle()
    came_back(made)
    assert (books()["PROVIDER_BALANCE"], books()["REFUNDS_PAYABLE"]) == (4499, -4499)
    retry_refund(case_id=AbnormalCase.objects.get(status="open").id, actor=STAFF, now=now())
    settle()
    assert "PROVIDER_BALANCE" not in books()


@pytest.mark.parametrize("sequence", list(itertools.permutations(["paid", "refunded", "back", "back"]))[::2])
def test_one_made_at_the_institution_itself_ends_the_same_in_any_order(inside, stocked, refunds, sequence):
    payment = open_payment(order((stocked.sku, 1)))
    says_what = {
        "paid": (NoticeKind.PAID, {}),
        "refunded": (NoticeKind.REFUNDED, {"amount": 1500, "provider_id": "rf-1"}),
        "back": (NoticeKind.REFUND_FAILED, {"amount": 1500, "provider_id": "rf-1"}),
    }
    for name in [*sequence, "back"]:
        kind, facts = says_what[name]
        says(payment, kind, **facts)
        books()
    assert (books()["PROVIDER_BALANCE"], books()["REFUNDS_PAYABLE"]) == (4500, -1500)
    retry_refund(case_id=AbnormalCase.objects.get(reason="refund_failed").id, actor=STAFF, now=now())
    settle()
    assert books()["PROVIDER_BALANCE"] == 3000
    assert GatewayRefund.objects.get().ours
