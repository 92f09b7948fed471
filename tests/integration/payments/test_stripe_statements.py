"""Stripe's own statement of a day, fetched and matched; asked about what it has and we have not."""

import pytest

from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.orders.models import AbnormalCase
from tenants.payments.enums import RefundState
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.gateways.base import RefundAsked
from tenants.payments.models import GatewayRefund, Payment
from tenants.reporting.enums import DifferenceState, StatementState
from tenants.reporting.models import Difference, FeeBooking, PayoutBooking, Statement
from tenants.reporting.services.ask_about_difference import ask_about_difference
from tests.integration.payments.stripe_shop import GATEWAY, paid, platform_share
from tests.integration.reporting.loading import fetch, known_here, open_differences
from tests.world import now


def ask(row):
    """Somebody of finance asks about a difference."""
    return ask_about_difference(difference_id=row.id, actor="finance@alpha.example", now=now())


def test_a_fetched_statement_that_agrees_is_matched_and_the_platforms_share_is_no_fee(institution, merchant):
    said = paid(institution, merchant, shares=[platform_share(450)])
    payment = known_here("stripe", said.number, said.provider_id)
    answer = GATEWAY.refund(merchant, said, RefundAsked("R1", 500, ""))
    GatewayRefund.objects.create(
        payment=payment, number="R1", amount=500, currency="CNY", state=RefundState.SUCCEEDED,
        provider_id=answer.provider_id, actor="test", created_at=now(), done_at=now(),
    )  # fmt: skip
    statement = fetch("stripe")
    assert (statement.state, statement.lines_taken, open_differences()) == (StatementState.MATCHED, 2, [])
    assert list(FeeBooking.objects.values_list("amount", flat=True)) == [135]


def test_what_was_refunded_by_hand_is_found(institution, merchant):
    said = paid(institution, merchant)
    known_here("stripe", said.number, said.provider_id)
    by_hand = institution.refund_by_hand(said.provider_id, 700)
    fetch("stripe")
    assert [row[:2] for row in open_differences()] == [("status_differs", "refund")]
    row = Difference.objects.get()
    assert (row.provider_id, row.their_amount, row.our_amount) == (by_hand["id"], -700, None)


def test_payouts_are_fetched_and_booked_and_one_that_the_bank_refused_comes_back(institution, merchant):
    said = paid(institution, merchant)
    known_here("stripe", said.number, said.provider_id)
    institution.pay_out(said.provider_id, 2_000)
    institution.pay_out(said.provider_id, 900, refused=True)
    statement = fetch("stripe")
    assert (statement.state, statement.lines_taken, open_differences()) == (StatementState.MATCHED, 4, [])
    assert sorted(PayoutBooking.objects.values_list("amount", flat=True)) == [-900, 900, 2_000]
    assert list_balances()[AccountCode.OUTSIDE_FUNDS, "CNY"] == 2_000


def test_what_another_shop_took_at_the_same_account_is_left_out(institution, merchant):
    said, foreign = paid(institution, merchant), paid(institution, merchant)
    known_here("stripe", said.number, said.provider_id)
    institution.refund_by_hand(foreign.provider_id, 700)
    for each in institution.objects.values():
        marks = each.get("metadata") or {}
        if marks.get("kaquan_payment") == foreign.number:
            each["metadata"] = {**marks, "kaquan_shop": "another"}
    statement = fetch("stripe")
    assert (statement.state, statement.lines_taken, open_differences()) == (StatementState.MATCHED, 1, [])


def test_an_institution_that_does_not_answer_is_asked_again(institution, merchant):
    institution.trouble("500", path="balance_transactions", times=5)
    with pytest.raises(GatewayUnavailable):
        fetch("stripe")
    assert Statement.objects.get().state == StatementState.LOADING


def test_asking_about_a_payment_that_we_never_knew_puts_it_on_record_with_a_case(institution, merchant):
    said = paid(institution, merchant)
    fetch("stripe")
    assert open_differences() == [("missing_here", "payment", said.number)]
    assert ask(Difference.objects.get()).state == DifferenceState.CLEARED
    payment = Payment.objects.get()
    assert (payment.provider_id, payment.order_id) == (said.provider_id, None)
    assert AbnormalCase.objects.get().payment_id == payment.id
