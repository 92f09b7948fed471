"""Shares of a payment at Stripe, its statement, and whether our own Stripe is like the real one."""

import datetime as dt

import pytest

from tenants.payments.enums import SplitRole, SplitState
from tenants.payments.errors import GatewayRefused
from tenants.payments.gateways.base import RefundAsked, Share
from tests.integration.payments.stripe_shop import ACCOUNT, GATEWAY, SUPPLIER, paid, platform_share, posts
from tests.simulators.stripe.shapes import faults_of
from tests.world import now


@pytest.mark.parametrize("after_a_day", [False, True])
def test_shares_are_paid_once_and_come_back_once(institution, merchant, after_a_day):
    payment = paid(institution, merchant, shares=[platform_share(450)])
    shares = [platform_share(450), SUPPLIER]
    for _ in range(3):
        answers = GATEWAY.split(merchant, payment, shares)
        assert [answer.state for answer in answers] == [SplitState.SUCCEEDED] * 2
        if after_a_day:
            institution.forget_keys()
    assert institution.sum_of("transfer") == 4000
    for share, amount in ((shares[0], 150), (SUPPLIER, 1000)):
        for _ in range(2):
            answer = GATEWAY.unsplit(merchant, payment, share, amount, f"T-{share.number}")
            assert answer.state == SplitState.RETURNED
            if after_a_day:
                institution.forget_keys()
    assert (institution.sum_of("fee_refund"), institution.sum_of("transfer_reversal")) == (150, 1000)
    (fee_call, *_rest) = posts(institution, "application_fees")
    assert fee_call["account"] == ""  # the fee is the platform's own


def test_a_share_that_stripe_does_not_pay_is_refused_by_its_reason_and_the_others_are_paid(institution, merchant):
    payment = paid(institution, merchant)
    strangers = Share("S-stranger", SplitRole.SUPPLIER, "acct_stranger0001", 100)
    greedy = Share("S-greedy", SplitRole.SUPPLIER, "acct_supplier0001", 501)
    never_taken, unknown, good, too_much = GATEWAY.split(
        merchant, payment, [platform_share(450), strangers, SUPPLIER, greedy]
    )
    assert (never_taken.state, never_taken.reason) == (SplitState.FAILED, "fee_not_taken")
    assert (unknown.state, unknown.reason) == (SplitState.FAILED, "resource_missing")
    assert good.state == SplitState.SUCCEEDED
    assert (too_much.state, too_much.reason) == (SplitState.FAILED, "balance_insufficient")
    with pytest.raises(GatewayRefused):
        GATEWAY.unsplit(merchant, payment, SUPPLIER, 4001, "T1")
    with pytest.raises(GatewayRefused):
        GATEWAY.unsplit(merchant, payment, strangers, 1, "T2")


def test_the_statement_of_a_day_has_its_payments_and_refunds_and_stripes_own_fees(institution, merchant):
    payments = [paid(institution, merchant, shares=[platform_share(450)]) for _ in range(2)]
    paid(institution, merchant, days_ago=1)
    GATEWAY.split(merchant, payments[0], [SUPPLIER])
    GATEWAY.refund(merchant, payments[0], RefundAsked("R1", 500, ""))
    by_hand = institution.refund_by_hand(payments[1].provider_id, 700)
    lines = list(GATEWAY.bill(merchant, now().date()))
    assert [(line.number, line.refund_number, line.amount, line.fee, line.currency) for line in reversed(lines)] == [
        (payments[0].number, "", 4500, 135, "CNY"),
        (payments[1].number, "", 4500, 135, "CNY"),
        (payments[0].number, "R1", -500, 0, "CNY"),
        (payments[1].number, "", -700, 0, "CNY"),
    ]
    assert lines[0].provider_id == by_hand["id"]
    assert {line.at.date() for line in lines} == {now().date()}


def test_the_statement_of_an_account_that_is_settled_in_another_currency_is_in_what_was_paid(institution, merchant):
    institution.settlement = ("hkd", 1.25)
    payment = paid(institution, merchant)
    (line,) = GATEWAY.bill(merchant, now().date())
    assert (line.number, line.amount, line.fee, line.currency) == (payment.number, 4500, 134, "CNY")


def test_a_long_statement_is_read_to_its_end(institution, merchant):
    payment = paid(institution, merchant)
    charge = institution.objects[institution.objects[payment.provider_id]["latest_charge"]]
    for _ in range(150):
        institution.line("charge", charge, 4500, 0, ACCOUNT)
    assert len(list(GATEWAY.bill(merchant, now().date()))) == 151
    assert list(GATEWAY.bill(merchant, now().date() - dt.timedelta(days=1))) == []


def test_the_simulator_tells_objects_of_stripes_own_shape(institution, merchant):
    payment = paid(institution, merchant, shares=[platform_share(450)])
    GATEWAY.split(merchant, payment, [SUPPLIER])
    GATEWAY.unsplit(merchant, payment, SUPPLIER, 1, "T1")
    GATEWAY.unsplit(merchant, payment, platform_share(450), 1, "T2")
    GATEWAY.refund(merchant, payment, RefundAsked("R1", 500, ""))
    institution.close_dispute(institution.dispute(payment.provider_id, 100)["id"], "won")
    told = [
        *institution.objects.values(),
        *institution.events,
        *(event["data"]["object"] for event in institution.events),
    ]
    assert len({each["object"] for each in told}) == 11
    assert {each["id"]: faults for each in told if (faults := faults_of(each))} == {}


def test_every_call_that_makes_something_carries_a_number_of_ours(institution, merchant):
    payment = paid(institution, merchant, shares=[platform_share(450)])
    GATEWAY.split(merchant, payment, [SUPPLIER])
    GATEWAY.unsplit(merchant, payment, SUPPLIER, 1, "T1")
    GATEWAY.unsplit(merchant, payment, platform_share(450), 1, "T2")
    GATEWAY.refund(merchant, payment, RefundAsked("R1", 500, ""))
    keys = [call["key"] for call in posts(institution, "")]
    assert keys == [payment.number, "S-supplier", "T1", "T2", "R1"]
