"""From the order to the last cent: paid at Stripe, delivered, split, refunded, disputed."""

import itertools

import pytest
from django.db import transaction

from tenants.finance.selectors import find_unbacked_holdings
from tenants.issuance.models import Issuance
from tenants.orders.enums import CaseReason, CaseStatus, OrderStatus
from tenants.orders.models import AbnormalCase, Order
from tenants.orders.services.ask_gateways import PATIENCE, ask_gateways
from tenants.orders.services.expire_orders import expire_orders
from tenants.orders.services.finish_refund import finish_refund
from tenants.orders.services.settle_notice import settle_notice
from tenants.payments.accounts import get_account
from tenants.payments.enums import NoticeOutcome, PaymentState, RefundState, SplitRole, SplitState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.models import GatewayNotice, GatewayRefund, Payment, PaymentSplit
from tenants.payments.services.pay_refund import pay_refund
from tenants.payments.services.pay_splits import pay_splits
from tenants.payments.services.request_refund import request_refund
from tests.api.v1.testing import run_jobs
from tests.integration.orders.ordering import books, open_payment, order
from tests.integration.payments.stripe_shop import hear, heard, pays_supplier
from tests.world import now

STOCK = {"CODE_STOCK": 9 * 4000, "COST_OF_CODES": 4000}


@pytest.fixture
def bought(institution, merchant, stocked):
    """A payment of one code at 45.00, with the platform and the supplier waiting for their shares; not paid yet."""
    pays_supplier(stocked)
    return open_payment(order((stocked.sku, 1)))


def pay(institution, payment):
    """Paid at Stripe, told to us."""
    intent = institution.pay(payment.provider_session)
    assert hear(institution.told("checkout.session.completed")) == NoticeOutcome.SETTLED
    assert hear(institution.told("payment_intent.succeeded")) == NoticeOutcome.REPEATED
    return intent


def refund(payment, amount):
    """As the job does it."""
    wanted = request_refund(payment_id=payment.id, amount=amount, reason="test", actor="test", owed=False, now=now())
    sent, answer = pay_refund(refund_id=wanted.id, now=now())
    finish_refund(number=sent.number, answer=answer, now=now())
    return GatewayRefund.objects.get(pk=wanted.pk)


def splits():
    return {split.role: split for split in PaymentSplit.objects.all()}


def test_a_paid_order_is_delivered_and_split_at_stripe(institution, bought):
    pay(institution, bought)
    placed = Order.objects.get()
    assert placed.status == OrderStatus.COMPLETED
    assert Issuance.objects.count() == 1
    waiting = books()
    assert waiting["SPLITS_PAYABLE"] == -4450
    assert waiting["PROVIDER_BALANCE"] == 4500
    for _ in range(2):
        assert pay_splits(payment_id=bought.id, now=now())
    assert books() == {
        **STOCK, "SUPPLIER_PAYABLE": -10 * 4000 + 4000,
        "SALES": -4500, "COMMISSION": 450, "PROVIDER_BALANCE": 4500 - 450 - 4000,
    }  # fmt: skip
    assert {split.state for split in splits().values()} == {SplitState.SUCCEEDED}
    assert splits()[SplitRole.PLATFORM].provider_id.startswith("fee_")
    assert (institution.sum_of("application_fee"), institution.sum_of("transfer")) == (450, 4000)


def test_a_refund_brings_the_shares_back_in_proportion_and_then_wholly(institution, bought):
    pay(institution, bought)
    pay_splits(payment_id=bought.id, now=now())
    assert refund(bought, 1500).state == RefundState.SUCCEEDED
    assert (institution.sum_of("fee_refund"), institution.sum_of("transfer_reversal")) == (150, 1333)
    assert books()["PROVIDER_BALANCE"] == 4500 - 450 - 4000 + 150 + 1333 - 1500
    assert hear(institution.told("charge.refunded")) == NoticeOutcome.REPEATED
    assert refund(bought, 3000).state == RefundState.SUCCEEDED
    assert (institution.sum_of("fee_refund"), institution.sum_of("transfer_reversal")) == (450, 4000)
    after = books()
    assert not {"PROVIDER_BALANCE", "COMMISSION", "SPLITS_PAYABLE", "REFUNDS_PAYABLE"} & set(after)
    assert (after["SALES"], after["REFUNDS"]) == (-4500, 4500)
    assert {split.state for split in splits().values()} == {SplitState.RETURNED}
    assert Order.objects.get().status == OrderStatus.REFUNDED
    assert not AbnormalCase.objects.exists()


@pytest.mark.parametrize("path", ["application_fees", "reversals", "/v1/refunds"])
@pytest.mark.parametrize("how", ["500", "lost"])
def test_a_refund_that_broke_off_anywhere_goes_on_and_moves_nothing_twice(institution, bought, path, how):
    pay(institution, bought)
    pay_splits(payment_id=bought.id, now=now())
    wanted = request_refund(payment_id=bought.id, amount=4500, reason="", actor="test", owed=False, now=now())
    institution.trouble(how, times=2, path=path)
    for _ in range(2):
        with pytest.raises(GatewayUnavailable):
            pay_refund(refund_id=wanted.id, now=now())
        assert find_unbacked_holdings() == {}
    for _ in range(2):
        sent, answer = pay_refund(refund_id=wanted.id, now=now())
        finish_refund(number=sent.number, answer=answer, now=now())
    assert [institution.sum_of(kind) for kind in ("fee_refund", "transfer_reversal", "refund")] == [450, 4000, 4500]
    assert "PROVIDER_BALANCE" not in books()


def test_a_supplier_who_cannot_be_paid_stops_nobody(institution, bought):
    institution.connected.discard("acct_supplier0001")
    pay(institution, bought)
    assert pay_splits(payment_id=bought.id, now=now())
    assert splits()[SplitRole.SUPPLIER].state == SplitState.FAILED
    assert splits()[SplitRole.SUPPLIER].reason == "resource_missing"
    after = books()
    assert (after["SUPPLIER_PAYABLE"], after["COMMISSION"]) == (
        -10 * 4000,
        450,
    )  # it is owed as before, by the merchant
    assert "SPLITS_PAYABLE" not in after
    refund(bought, 4500)
    assert "PROVIDER_BALANCE" not in books()
    assert institution.sum_of("transfer_reversal") == 0


def test_a_refund_that_the_buyers_bank_sends_back_is_a_case_once(institution, bought):
    pay(institution, bought)
    pay_splits(payment_id=bought.id, now=now())
    done = refund(bought, 4500)
    before = books()
    institution.finish_refund(done.provider_id, "failed")
    failed = institution.told("refund.failed")
    assert hear(failed) == NoticeOutcome.SETTLED
    AbnormalCase.objects.update(status=CaseStatus.CLOSED)
    assert hear(failed) == NoticeOutcome.REPEATED
    assert AbnormalCase.objects.get().reason == CaseReason.REFUND_FAILED
    assert GatewayRefund.objects.get().state == RefundState.FAILED
    assert books() == {**before, "PROVIDER_BALANCE": 4500, "REFUNDS_PAYABLE": -4500}


@pytest.mark.parametrize(("end", "kept", "lost"), [("won", 50, 0), ("lost", -950, 1000)])
@pytest.mark.parametrize("first", ["charge.dispute.created", "charge.dispute.closed"])
def test_a_dispute_freezes_money_until_it_is_over(institution, bought, end, kept, lost, first):
    intent = pay(institution, bought)
    pay_splits(payment_id=bought.id, now=now())
    dispute = institution.dispute(intent["id"], 1000)
    created = institution.told("charge.dispute.created")
    if first == "charge.dispute.created":
        hear(created)
        assert books()["DISPUTED"] == 1000
    institution.close_dispute(dispute["id"], end)
    for event in (institution.told("charge.dispute.closed"), created, institution.told("charge.dispute.closed")):
        hear(event)
    after = books()
    assert (after["PROVIDER_BALANCE"], after.get("CHARGEBACKS", 0)) == (kept, lost)
    assert "DISPUTED" not in after
    assert AbnormalCase.objects.get().reason == CaseReason.DISPUTED


def test_lost_notices_of_a_payment_and_of_a_refund_are_made_good_by_asking(institution, bought):
    institution.pay(bought.provider_session)
    assert ask_gateways(now=now() + PATIENCE * 2) == 1
    assert Order.objects.get().status == OrderStatus.COMPLETED
    payment = Payment.objects.get()
    pay_splits(payment_id=payment.id, now=now())
    wanted = request_refund(payment_id=payment.id, amount=4500, reason="", actor="test", owed=False, now=now())
    pay_refund(refund_id=wanted.id, now=now())  # and killed before the answer was booked
    assert ask_gateways(now=now() + PATIENCE * 4) == 1
    assert Order.objects.get().status == OrderStatus.REFUNDED


def test_a_session_that_ended_is_learned_by_asking(institution, bought):
    institution.expire_session(institution.objects[bought.provider_session])
    assert ask_gateways(now=now() + PATIENCE * 2) == 1
    assert Payment.objects.get().state == PaymentState.CLOSED


SAYINGS = ["paid", "paid again", "refunded", "disputed", "lost"]


@pytest.fixture
def history(institution, bought):
    """A late payment that was refunded by hand in part, disputed and lost: five notices, of which none was acted on yet."""
    Order.objects.update(pay_by=now())
    assert expire_orders(now=now()) == 1
    intent = institution.pay(bought.provider_session)
    institution.refund_by_hand(intent["id"], 1500)
    dispute = institution.dispute(intent["id"], 1000)
    institution.close_dispute(dispute["id"], "lost")
    kinds = ("checkout.session.completed", "payment_intent.succeeded", "charge.refunded", "charge.dispute.created")
    told = [institution.told(kind) for kind in (*kinds, "charge.dispute.closed")]
    account = get_account("stripe")
    return {name: heard(account, event) for name, event in zip(SAYINGS, told, strict=True)}


@pytest.mark.parametrize("first", SAYINGS)
def test_events_in_any_order_end_in_the_same_books(institution, bought, history, first):
    for rest in itertools.permutations([name for name in SAYINGS if name != first]):
        with transaction.atomic(), institution.rewound():
            for name in (first, *rest):
                settle_notice(gateway="stripe", notice=history[name], now=now())
            assert pay_splits(payment_id=bought.id, now=now())
            assert ends() == ENDS, (first, *rest)
            transaction.set_rollback(True)


ENDS = {
    "books": {
        **STOCK, "SUPPLIER_PAYABLE": -10 * 4000 + 1777, "SALES": -4500, "REFUNDS": 1500, "CHARGEBACKS": 1000,
        "COMMISSION": 450, "PROVIDER_BALANCE": 4500 - 450 - 1777 - 1500 - 1000,  # the supplier's part of what was left
    },
    "order": (OrderStatus.PARTIALLY_REFUNDED, 1500),
    "issuances": 1,
    "waiting": 0,
    "cases": {CaseReason.REFUNDED_ELSEWHERE, CaseReason.DISPUTED},
}  # fmt: skip


def ends():
    """All that could have come out differently."""
    placed = Order.objects.get()
    return {
        "books": books(),
        "order": (placed.status, placed.refunded),
        "issuances": Issuance.objects.count(),
        "waiting": GatewayNotice.objects.filter(outcome=NoticeOutcome.EARLY).count(),
        "cases": set(AbnormalCase.objects.values_list("reason", flat=True)),
    }


@pytest.mark.parametrize("paid", [False, True])
def test_an_order_that_is_closed_ends_its_session_unless_that_was_paid(institution, bought, paid):
    if paid:
        institution.pay(bought.provider_session)
    Order.objects.update(pay_by=now())
    assert expire_orders(now=now()) == 1
    run_jobs()
    status = institution.objects[bought.provider_session]["status"]
    assert (status, Order.objects.get().status) == (
        ("complete", OrderStatus.COMPLETED) if paid else ("expired", OrderStatus.CANCELED)
    )
    bought.refresh_from_db()
    assert bought.state == (PaymentState.SUCCEEDED if paid else PaymentState.CLOSED)
