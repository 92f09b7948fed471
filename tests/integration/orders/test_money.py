"""Shares of payments and money that goes back: told to the institution once, booked once, never held by anybody else."""

import datetime as dt

import pytest

from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.models import AbnormalCase
from tenants.orders.services.ask_gateways import ask_gateways
from tenants.payments.enums import RefundState, SplitState
from tenants.payments.errors import RefundExceedsPayment
from tenants.payments.gateways import registry
from tenants.payments.models import GatewayRefund, PaymentSplit
from tenants.payments.services.request_refund import request_refund
from tests.api.v1.testing import run_jobs
from tests.integration.orders.institution import Institution
from tests.integration.orders.ordering import books, open_payment, order, says, share_with_others
from tests.world import now

STOCK = {"CODE_STOCK": 9 * 4000, "COST_OF_CODES": 4000}


@pytest.fixture(params=[False, True], ids=["shares afterwards", "commission in the payment"])
def institution(request, monkeypatch):
    made = Institution(commission_in_payment=request.param)
    monkeypatch.setattr(registry, "_gateway", lambda name: made)
    return made


@pytest.fixture
def account(inside, stocked):
    """5 % for the platform, the supplier is paid what its codes cost."""
    return share_with_others(stocked)


@pytest.fixture
def paid(institution, account, stocked):
    """An order of one code at 45.00 whose shares are paid: 2.25 to the platform, 40.00 to the supplier."""
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    institution.paid[payment.number] = payment.amount
    says(payment, provider_id=f"paid-{payment.number}")
    run_jobs()
    payment.refresh_from_db()
    return payment


def later(**more):
    return now() + dt.timedelta(**more)


def ask_back(payment, amount):
    return request_refund(payment_id=payment.id, amount=amount, reason="", actor="staff@x.cn", owed=False, now=now())


def test_shares_are_owed_with_the_payment_and_paid_by_the_institution(institution, account, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    says(payment)
    shares = {"SUPPLIER_PAYABLE": -9 * 4000, "COMMISSION": 225}
    assert books() == {**STOCK, **shares, "SALES": -4500, "PROVIDER_BALANCE": 4500, "SPLITS_PAYABLE": -4225}
    run_jobs()
    assert books() == {**STOCK, **shares, "SALES": -4500, "PROVIDER_BALANCE": 275}
    assert sorted(institution.shares.values()) == [225, 4000]
    assert set(PaymentSplit.objects.values_list("state", flat=True)) == {SplitState.SUCCEEDED}


def test_shares_that_were_paid_unheard_are_paid_once(institution, account, stocked):
    institution.lose = {"split"}
    says(open_payment(order((stocked.sku, 1))))
    run_jobs()
    assert books()["SPLITS_PAYABLE"] == -4225  # who knows
    institution.lose = set()
    from tenants.payments.services.pay_splits import pay_splits

    payment_id = PaymentSplit.objects.values_list("payment_id", flat=True).first()
    assert pay_splits(payment_id=payment_id, now=now())
    assert pay_splits(payment_id=payment_id, now=now())
    assert [call[0] for call in institution.calls].count("split") == 2
    assert len(institution.shares) == 2
    assert "SPLITS_PAYABLE" not in books()


def test_a_shop_without_shares_owes_nobody_anything(institution, inside, stocked):
    says(open_payment(order((stocked.sku, 1))))
    run_jobs()
    assert not PaymentSplit.objects.exists()
    assert books()["PROVIDER_BALANCE"] == 4500


def test_a_refund_takes_the_shares_back_and_then_pays_the_buyer(institution, paid):
    ask_back(paid, 4500)
    run_jobs()
    assert [call for call in institution.calls if call[0] in {"unsplit", "refund"}][-1][0] == "refund"
    assert sorted(institution.returns.values()) == [225, 4000]
    assert list(institution.refunds.values()) == [4500]
    assert books() == {**STOCK, "SUPPLIER_PAYABLE": -10 * 4000, "SALES": -4500, "REFUNDS": 4500}
    from tenants.orders.models import Order

    assert Order.objects.get().status == OrderStatus.REFUNDED


def test_parts_of_a_refund_take_back_exactly_the_whole_share(institution, paid):
    for amount in (1, 999, 1333, 2167):
        ask_back(paid, amount)
        run_jobs()
    assert sum(institution.returns.values()) == 4225
    assert {split.amount - split.returned for split in PaymentSplit.objects.all()} == {0}
    assert "PROVIDER_BALANCE" not in books()


def test_no_more_goes_back_than_was_paid_whatever_is_on_its_way(institution, paid):
    institution.down = {"refund"}
    ask_back(paid, 4000)
    run_jobs()
    for amount in (501, 0, -1):
        with pytest.raises(RefundExceedsPayment):
            ask_back(paid, amount)
    ask_back(paid, 500)
    with pytest.raises(RefundExceedsPayment):
        ask_back(paid, 1)


def test_a_refund_whose_answer_was_lost_is_asked_about_and_booked_once(institution, paid):
    institution.lose = {"refund"}
    ask_back(paid, 1000)
    run_jobs()
    assert GatewayRefund.objects.get().state == RefundState.PENDING
    assert books()["REFUNDS_PAYABLE"] == -1000
    institution.lose = set()
    assert ask_gateways(now=later(seconds=60)) == 1
    assert ask_gateways(now=later(seconds=60)) == 0
    assert list(institution.refunds.values()) == [1000]
    assert "REFUNDS_PAYABLE" not in books()
    run_jobs()  # the job that did not hear the answer comes again
    assert list(institution.refunds.values()) == [1000]


def test_a_refund_that_the_institution_refuses_is_a_case_and_can_be_tried_again(institution, paid):
    institution.refusing = {"refund"}
    ask_back(paid, 1000)
    run_jobs()
    refund = GatewayRefund.objects.get()
    assert (refund.state, refund.failure) == (RefundState.FAILED, "NO")
    assert AbnormalCase.objects.get().reason == CaseReason.REFUND_FAILED
    books()
    institution.refusing = set()
    ask_back(paid, 4500)
    run_jobs()
    assert list(institution.refunds.values()) == [4500]
    books()


def test_a_payment_whose_notice_was_lost_is_found_by_asking(institution, account, stocked):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    institution.paid[payment.number] = payment.amount
    assert ask_gateways(now=now()) == 0  # a notice may still come
    assert ask_gateways(now=later(seconds=30)) == 1
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED
    assert ask_gateways(now=later(seconds=90)) == 0


def test_one_that_nobody_paid_is_asked_about_in_turn_and_given_up(institution, account, stocked):
    open_payment(order((stocked.sku, 1)))
    for seconds in (30, 31):
        ask_gateways(now=later(seconds=seconds))
    assert [call[0] for call in institution.calls].count("query") == 1
    ask_gateways(now=later(days=3))
    assert [call[0] for call in institution.calls].count("query") == 1
