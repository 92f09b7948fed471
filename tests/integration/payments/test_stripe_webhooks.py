"""What Stripe tells, and what somebody tells who is not Stripe."""

import json
import time

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.payments.accounts import get_account
from tenants.payments.enums import NoticeKind, PaymentState
from tenants.payments.errors import GatewayUnavailable, NoticeForged
from tenants.payments.gateways.base import RefundAsked
from tenants.payments.models import GatewayNotice, Payment
from tests.integration.orders.ordering import books, open_payment, order
from tests.integration.payments.stripe_shop import (
    ACCOUNT,
    GATEWAY,
    OLD_SECRET,
    OTHER_ACCOUNT,
    SECRET,
    asked,
    heard,
    known,
    open_account,
    paid,
)
from tests.simulators.stripe.events import signature_of, signed
from tests.world import shop


def deliver(tenant, body, headers):
    return shop(tenant).post("/payments/notify/stripe", body, content_type="application/json", headers=headers)


def test_both_events_of_a_payment_say_the_same(institution, merchant):
    payment = paid(institution, merchant)
    first = heard(merchant, institution.told("payment_intent.succeeded"))
    second = heard(merchant, institution.told("checkout.session.completed"))
    assert (first.kind, first.payment_number, first.provider_id) == (
        NoticeKind.PAID,
        payment.number,
        payment.provider_id,
    )
    assert (first.amount, first.currency) == (4500, "CNY")
    assert first.event_id != second.event_id
    assert first._replace(event_id="") == second._replace(event_id="")


def test_a_session_that_ran_out_is_closed_and_one_that_is_not_paid_yet_is_only_noted(institution, merchant):
    wanted = asked()
    session = GATEWAY.start(merchant, wanted)
    GATEWAY.close(merchant, known(wanted, session))
    notice = heard(merchant, institution.told("checkout.session.expired"))
    assert (notice.kind, notice.payment_number) == (NoticeKind.CLOSED, wanted.number)
    paid(institution, merchant)
    event = institution.told("checkout.session.completed")
    event["data"]["object"]["payment_status"] = "unpaid"
    assert heard(merchant, event).kind == NoticeKind.OTHER


def test_an_old_event_of_a_refund_tells_what_it_is_now(institution, merchant):
    payment = paid(institution, merchant, method="stripe_wechat")
    answer = GATEWAY.refund(merchant, payment, RefundAsked("R1", 1500, ""))
    old = institution.told("refund.created")
    assert heard(merchant, old).kind == NoticeKind.OTHER
    institution.finish_refund(answer.provider_id, "succeeded")
    notice = heard(merchant, old)
    assert (notice.kind, notice.refund_number, notice.amount) == (NoticeKind.REFUNDED, "R1", 1500)
    assert (notice.payment_number, notice.provider_id) == (payment.number, answer.provider_id)


def test_each_event_of_a_charge_is_about_the_refund_that_caused_it(institution, merchant):
    payment = paid(institution, merchant)
    GATEWAY.refund(merchant, payment, RefundAsked("R1", 500, ""))
    first = institution.told("charge.refunded")
    by_hand = institution.refund_by_hand(payment.provider_id, 700)
    second = institution.told("charge.refunded")
    said = [heard(merchant, event) for event in (second, first)]
    assert [(notice.amount, notice.refund_number) for notice in said] == [(700, ""), (500, "R1")]
    assert said[0].provider_id == by_hand["id"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("needs_response", NoticeKind.DISPUTED), ("under_review", NoticeKind.DISPUTED), ("won", NoticeKind.DISPUTE_WON),
        ("lost", NoticeKind.DISPUTE_LOST), ("warning_needs_response", NoticeKind.OTHER), ("warning_closed", NoticeKind.OTHER),
        ("something new", NoticeKind.OTHER),
    ],
)  # fmt: skip
def test_a_dispute_is_read_as_it_is_now_and_an_inquiry_freezes_nothing(institution, merchant, status, kind):
    payment = paid(institution, merchant)
    dispute = institution.dispute(payment.provider_id, 1000)
    created = institution.told("charge.dispute.created")
    institution.close_dispute(dispute["id"], status)
    for event in (created, institution.told("charge.dispute.closed")):
        notice = heard(merchant, event)
        assert (notice.kind, notice.provider_id, notice.amount) == (kind, dispute["id"], 1000)


def test_what_this_shop_did_not_make_is_none_of_its_business(institution, merchant, other_tenant):
    payment = paid(institution, merchant)
    strangers = json.loads(json.dumps(institution.told("payment_intent.succeeded")))
    strangers["data"]["object"]["metadata"] = {}
    assert heard(merchant, strangers).kind == NoticeKind.OTHER
    events = [institution.told(kind) for kind in ("payment_intent.succeeded", "checkout.session.completed")]
    GATEWAY.refund(merchant, payment, RefundAsked("R1", 500, ""))
    institution.dispute(payment.provider_id, 1000)
    events += [institution.told(kind) for kind in ("refund.created", "charge.refunded", "charge.dispute.created")]
    with tenant_context(other_tenant):  # of the same owner, at the same account
        account = open_account()
        assert {heard(account, event).kind for event in events} == {NoticeKind.OTHER}
        assert {heard(account, event).payment_number for event in events} == {""}


def test_an_event_of_no_interest_is_noted(institution, merchant):
    paid(institution, merchant)
    event = {**institution.told("payment_intent.succeeded"), "type": "customer.created"}
    notice = heard(merchant, event)
    assert (notice.kind, notice.reason) == (NoticeKind.OTHER, "customer.created")


def test_while_secrets_are_rolled_both_are_good(institution, merchant):
    paid(institution, merchant)
    event = institution.told("payment_intent.succeeded")
    assert heard(merchant, event, SECRET) == heard(merchant, event, OLD_SECRET)


def forgeries(event):
    body, headers = signed(event, SECRET)
    more = json.dumps({**event, "id": "evt_other"}).encode()
    at = int(time.time())
    yield "no signature", body, {}
    yield "no time", body, {"Stripe-Signature": headers["Stripe-Signature"].split(",")[1]}
    yield "another secret", *signed(event, "whsec_somebody_elses_000")
    yield "another body", more, headers
    yield "another time", body, {"Stripe-Signature": headers["Stripe-Signature"].replace(f"t={at}", f"t={at + 1}")}
    yield "an old scheme", body, {"Stripe-Signature": headers["Stripe-Signature"].replace("v1=", "v0=")}
    yield "replayed", *signed(event, SECRET, age=301)
    yield "another account", *signed({**event, "account": OTHER_ACCOUNT}, SECRET)
    yield "no account", *signed({name: value for name, value in event.items() if name != "account"}, SECRET)
    yield "another mode", *signed({**event, "livemode": True}, SECRET)
    for strange in (
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe",
        b'{"object":"event"}',
        b'{"account":"%s"}' % ACCOUNT.encode(),
    ):
        signature = signature_of(strange, SECRET, at) if strange != b"\xff\xfe" else headers["Stripe-Signature"]
        yield f"form {strange!r}", strange, {"Stripe-Signature": signature}


def test_what_stripe_did_not_tell_this_shop_lately_changes_nothing(institution, tenant, stocked):
    with tenant_context(tenant):
        open_account()
        payment = open_payment(order((stocked.sku, 1)))
        institution.pay(payment.provider_session)
        before = books()
    event = institution.told("checkout.session.completed")
    for name, body, headers in forgeries(event):
        assert deliver(tenant, body, headers).status_code == 400, name
    with tenant_context(tenant):
        assert not GatewayNotice.objects.exists()
        assert Payment.objects.get().state == PaymentState.CREATED
        assert books() == before
    assert deliver(tenant, *signed(event, SECRET)).status_code == 200
    with tenant_context(tenant):
        assert Payment.objects.get().state == PaymentState.SUCCEEDED


def test_a_notice_for_another_shop_changes_nothing_there(institution, tenant, other_tenant, stocked):
    with tenant_context(tenant):
        open_account()
        payment = open_payment(order((stocked.sku, 1)))
        institution.pay(payment.provider_session)
    body, headers = signed(institution.told("checkout.session.completed"), SECRET)
    assert deliver(other_tenant, body, headers).status_code == 404  # it is not paid through Stripe
    with tenant_context(other_tenant):
        open_account(account=OTHER_ACCOUNT)
    assert deliver(other_tenant, body, headers).status_code == 400
    with tenant_context(other_tenant):
        open_account()  # the same account in both: still, the payment is the first shop's
    assert deliver(other_tenant, body, headers).status_code == 200
    with tenant_context(other_tenant):
        assert not Payment.objects.exists()
        assert books() == {}


def test_what_cannot_be_read_again_now_is_told_again_later(institution, tenant, merchant):
    payment = paid(institution, merchant)
    GATEWAY.refund(merchant, payment, RefundAsked("R1", 500, ""))
    event = institution.told("refund.created")
    institution.trouble("500")
    with pytest.raises(GatewayUnavailable):
        heard(get_account("stripe"), event)
    institution.trouble("500")
    assert deliver(tenant, *signed(event, SECRET)).status_code == 503
    assert not GatewayNotice.objects.exists()


def test_a_signature_is_checked_before_the_form(institution, merchant):
    with pytest.raises(NoticeForged, match="signature"):
        GATEWAY.verify(merchant, b"no json at all", {"Stripe-Signature": "t=1,v1=00"})
