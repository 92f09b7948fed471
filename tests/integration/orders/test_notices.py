"""What gateways say, in every order, twice, early, late: the books end the same."""

import contextlib
import itertools
import random

import pytest

from tenants.issuance.models import Issuance
from tenants.orders.enums import CaseReason, OrderStatus
from tenants.orders.errors import OrderActionRefused
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.accept_wrong_amount import accept_wrong_amount
from tenants.orders.services.expire_orders import expire_orders
from tenants.payments.enums import NoticeKind, NoticeOutcome
from tenants.payments.errors import GatewayUnavailable, RefundExceedsPayment
from tenants.payments.gateways import registry
from tenants.payments.models import GatewayNotice, GatewayRefund, Payment, PaymentSplit
from tenants.payments.services.pay_splits import pay_splits
from tenants.payments.services.request_refund import request_refund
from tests.integration.orders.cases import deliver, sold_out
from tests.integration.orders.institution import Institution
from tests.integration.orders.ordering import books, open_payment, order, says, share_with_others
from tests.world import now, stock

SAYINGS = {
    "paid": (NoticeKind.PAID, {}),
    "paid again": (NoticeKind.PAID, {}),
    "refunded": (NoticeKind.REFUNDED, {"amount": 1500, "provider_id": "rf-1"}),
    "disputed": (NoticeKind.DISPUTED, {"amount": 1000, "provider_id": "dp-1"}),
    "lost": (NoticeKind.DISPUTE_LOST, {"amount": 1000, "provider_id": "dp-1"}),
}
REST = 4500 - 1500 - 1000
ENDS = {
    "CODE_STOCK": 9 * 4000,
    "COST_OF_CODES": 4000,
    "SUPPLIER_PAYABLE": -10 * 4000,
    "SALES": -4500,
    "REFUNDS": 1500,
    "CHARGEBACKS": 1000,
    "PROVIDER_BALANCE": REST,
}
EVENTS = [*SAYINGS, "shares"]
SAMPLE = random.Random(41).sample(list(itertools.permutations(EVENTS)), 72)
SHARED = {
    "shares afterwards": {},
    "commission in the payment": {"commission_in_payment": True},
    "lost": {},
    "refused": {},
}
HISTORIES = list(zip(itertools.cycle(SHARED), SAMPLE, strict=False))


def check_ends(placed):
    placed.refresh_from_db()
    assert (placed.status, placed.refunded) == (OrderStatus.PARTIALLY_REFUNDED, 1500)
    assert Issuance.objects.count() == 1
    assert not GatewayNotice.objects.filter(outcome=NoticeOutcome.EARLY).exists()
    reasons = set(AbnormalCase.objects.values_list("reason", flat=True))
    assert reasons >= {CaseReason.REFUNDED_ELSEWHERE, CaseReason.DISPUTED}


@pytest.mark.parametrize("sequence", list(itertools.permutations(SAYINGS))[::7], ids=" ".join)
def test_notices_in_any_order_end_in_the_same_books(inside, stocked, sequence):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    for name in sequence:
        kind, facts = SAYINGS[name]
        says(payment, kind, **facts)
        books()
    assert books() == ENDS
    check_ends(placed)


@pytest.mark.parametrize(("shared", "sequence"), HISTORIES, ids=str)
def test_nothing_is_held_for_others_that_is_not_there_whatever_comes_first(
    monkeypatch, inside, stocked, shared, sequence
):
    institution = Institution(**SHARED[shared])
    monkeypatch.setattr(registry, "_gateway", lambda name: institution)
    share_with_others(stocked)
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    for name in [*sequence, "shares", "shares"]:
        if name == "shares":
            pay_shares(payment, institution, shared)
        else:
            kind, facts = SAYINGS[name]
            says(payment, kind, **facts)
        books()  # what is held for others is there, after each step
    roles = dict(PaymentSplit.objects.values_list("number", "role"))
    paid = {roles[number]: amount for number, amount in institution.shares.items()}
    shares = {
        "SUPPLIER_PAYABLE": -10 * 4000 + paid.get("supplier", 0),
        "COMMISSION": paid.get("platform", 0),
        "PROVIDER_BALANCE": REST - sum(paid.values()),
    }
    assert books() == {**ENDS, **{name: amount for name, amount in shares.items() if amount}}
    check_ends(placed)


def pay_shares(payment, institution, shared):
    """The job; the first answer gets lost where that is tried."""
    institution.lose = {"split"} if shared == "lost" and not institution.shares else set()
    institution.refusing_shares = shared == "refused"
    with contextlib.suppress(GatewayUnavailable):
        pay_splits(payment_id=payment.id, now=now())


def test_a_payment_that_was_disputed_before_its_delivery_pays_nobody_else(inside, tenant, empty):
    account = share_with_others(empty)
    type(account).objects.update(commission=0)
    placed, case = sold_out(empty)
    payment = Payment.objects.get(order_id=placed.id)
    says(payment, NoticeKind.DISPUTED, amount=1000, provider_id="dp-1")
    stock(tenant, empty, 1)
    deliver(case)
    assert "SPLITS_PAYABLE" not in books()
    assert not PaymentSplit.objects.exists()


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("name", ["refunded", "disputed", "lost"])
def test_what_is_said_of_a_payment_that_never_comes_moves_nothing(inside, stocked, name, times):
    payment = open_payment(order((stocked.sku, 1)))
    before = books()
    kind, facts = SAYINGS[name]
    assert [says(payment, kind, **facts) for _ in range(times)] == [NoticeOutcome.EARLY] * times
    assert books() == before
    assert not GatewayRefund.objects.exists()


def test_a_dispute_that_is_won_brings_the_money_back(inside, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    for kind in (NoticeKind.DISPUTE_WON, NoticeKind.PAID, NoticeKind.DISPUTED, NoticeKind.DISPUTE_WON):
        says(payment, kind, provider_id="dp-1" if kind != NoticeKind.PAID else None)
    assert books()["PROVIDER_BALANCE"] == 4500
    assert "DISPUTED" not in books()


def test_a_payment_that_was_closed_and_paid_all_the_same_is_delivered(inside, stocked):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    assert says(payment, NoticeKind.CLOSED) == NoticeOutcome.SETTLED
    assert says(payment) == NoticeOutcome.SETTLED
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED


def test_a_payment_after_the_order_was_closed_takes_fresh_stock(inside, stocked):
    placed = order((stocked.sku, 10))
    payment = open_payment(placed)
    Order.objects.update(pay_by=now())
    assert expire_orders(now=now()) == 1
    assert says(payment) == NoticeOutcome.SETTLED
    placed.refresh_from_db()
    assert placed.status == OrderStatus.COMPLETED


def test_a_second_payment_of_one_order_waits_for_a_person_and_is_in_the_books(inside, stocked):
    placed = order((stocked.sku, 1))
    first = open_payment(placed)
    Payment.objects.update(expires_at=now())
    second = open_payment(placed)
    assert first.number != second.number
    assert says(first) == NoticeOutcome.SETTLED
    assert says(second) == NoticeOutcome.LATE
    assert says(second) == NoticeOutcome.REPEATED
    assert books()["UNALLOCATED"] == -4500
    case = AbnormalCase.objects.get()
    assert (case.reason, case.order_id, case.payment_id) == (CaseReason.PAID_TWICE, placed.id, second.id)


def test_a_wrong_amount_is_in_the_books_and_delivers_nothing(inside, stocked):
    placed = order((stocked.sku, 1))
    payment = open_payment(placed)
    assert says(payment, amount=4499) == NoticeOutcome.WRONG_AMOUNT
    assert says(payment, amount=4499) == NoticeOutcome.REPEATED
    assert books()["UNALLOCATED"] == -4499
    payment.refresh_from_db()
    assert (payment.amount, payment.paid_amount) == (4500, 4499)
    assert not Issuance.objects.exists()


def test_another_currency_is_another_amount(inside, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    assert says(payment, currency="USD") == NoticeOutcome.WRONG_AMOUNT
    assert not Issuance.objects.exists()


def test_a_wrong_amount_that_is_sent_back_at_the_institution_was_never_revenue(inside, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    says(payment, amount=4499)
    says(payment, NoticeKind.REFUNDED, amount=499)
    assert books()["UNALLOCATED"] == -4000
    says(payment, NoticeKind.REFUNDED, amount=4000, provider_id="rest")
    assert not {"UNALLOCATED", "REFUNDS", "REFUNDS_PAYABLE", "PROVIDER_BALANCE", "SALES"} & books().keys()


def test_a_wrong_amount_that_is_disputed_and_lost_was_never_revenue(inside, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    says(payment, amount=4499)
    says(payment, NoticeKind.DISPUTED, amount=4499, provider_id="dp-1")
    case = AbnormalCase.objects.get(reason=CaseReason.WRONG_AMOUNT)
    with pytest.raises(OrderActionRefused, match="money_went_back"):
        accept_wrong_amount(case_id=case.id, actor="a@x.cn", now=now())
    says(payment, NoticeKind.DISPUTE_LOST, amount=4499, provider_id="dp-1")
    assert not {"UNALLOCATED", "CHARGEBACKS", "DISPUTED", "PROVIDER_BALANCE"} & books().keys()


@pytest.mark.parametrize(("said", "left"), [("disputed", 3500), ("lost", 3500), ("won", 4500)])
def test_what_a_buyer_disputes_is_not_sent_back_as_well(inside, stocked, said, left):
    payment = open_payment(order((stocked.sku, 1)))
    says(payment)
    says(payment, NoticeKind.DISPUTED, amount=1000, provider_id="dp-1")
    if said != "disputed":
        says(payment, NoticeKind(f"dispute_{said}"), amount=1000, provider_id="dp-1")
    asking = {"payment_id": payment.id, "reason": "", "actor": "a@x.cn", "owed": False, "now": now()}
    payment.refresh_from_db()
    with pytest.raises(RefundExceedsPayment):
        request_refund(amount=left + 1, **asking)
    assert request_refund(amount=left, **asking).amount == left


def test_an_unknown_payment_is_kept_once_and_can_be_sent_back(inside, stocked):
    payment = open_payment(order((stocked.sku, 1)))
    payment.number = "P-UNKNOWN"
    assert says(payment, provider_id="t-1") == NoticeOutcome.UNKNOWN_PAYMENT
    assert says(payment, provider_id="t-1") == NoticeOutcome.REPEATED
    kept = Payment.objects.get(number="P-UNKNOWN")
    assert (kept.order_id, kept.paid_amount) == (None, 4500)
    assert AbnormalCase.objects.get().payment_id == kept.id
    assert books()["UNALLOCATED"] == -4500
