"""How a subscription begins: on the page of Checkout, by a call, by invoice."""

import time

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH, MAY, period

HOUR = 3600


def test_nothing_exists_before_the_page_was_paid(merchant):
    session = merchant.session()
    assert (session.status, session.payment_status, session.amount_total) == ("open", "unpaid", 29_900)
    assert session.subscription is None
    assert merchant.client.subscriptions.list({"customer": merchant.customer.id, "status": "all"}).data == []


def test_a_page_that_is_paid_makes_a_subscription_with_its_card(merchant, desk):
    session = merchant.session(client_reference_id="tenant-7", subscription_data={"metadata": {"tenant": "7"}})
    desk.take()
    assert desk.finish_session(session.id) == ""
    session = merchant.client.checkout.sessions.retrieve(
        session.id, {"expand": ["line_items", "subscription.latest_invoice"]}
    )
    sub = session.subscription
    assert (session.status, session.payment_status, session.client_reference_id) == ("complete", "paid", "tenant-7")
    assert (sub.status, sub.metadata["tenant"], period(sub)) == ("active", "7", (MARCH, APRIL))
    assert sub.default_payment_method is not None
    assert (sub.latest_invoice.status, sub.latest_invoice.amount_paid, sub.latest_invoice.billing_reason) == (
        "paid", 29_900, "subscription_create",
    )  # fmt: skip
    assert sub.latest_invoice.parent.subscription_details.metadata["tenant"] == "7"
    assert [each.description for each in session.line_items.data] == ["专业版"]
    told = merchant.told()
    assert told[0] == "payment_method.attached"
    assert told[-2:] == ["customer.subscription.created", "checkout.session.completed"]
    assert {"invoice.created", "invoice.finalized", "invoice.paid", "charge.succeeded"} < set(told)


def test_a_trial_is_announced_ends_and_is_charged_an_hour_later(merchant, desk):
    session = merchant.session(subscription_data={"trial_end": MARCH + 14 * DAY})
    assert session.amount_total == 0
    desk.finish_session(session.id)
    (sub,) = merchant.client.subscriptions.list({"customer": merchant.customer.id}).data
    assert (sub.status, sub.trial_end, period(sub)) == ("trialing", MARCH + 14 * DAY, (MARCH, MARCH + 14 * DAY))
    desk.take()
    desk.advance(11, seconds=-1)
    assert merchant.told() == ["invoice.upcoming"]
    desk.advance(seconds=1)
    assert merchant.told() == ["customer.subscription.trial_will_end"]
    desk.advance(3)
    assert merchant.told() == ["invoice.created", "customer.subscription.updated"]
    sub = merchant.again(sub)
    assert (sub.status, sub.latest_invoice.status, sub.latest_invoice.billing_reason) == (
        "active",
        "draft",
        "subscription_cycle",
    )
    assert sub.latest_invoice.automatically_finalizes_at == MARCH + 14 * DAY + HOUR
    desk.advance(seconds=HOUR)
    assert merchant.again(sub).latest_invoice.status == "paid"
    assert merchant.told()[-4:] == [
        "invoice.updated",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice_payment.paid",
    ]


@pytest.mark.parametrize(
    ("what", "status", "last"),
    [("create_invoice", "past_due", "customer.updated"), ("cancel", "canceled", "customer.subscription.deleted"),
     ("pause", "paused", "customer.subscription.paused")],
)  # fmt: skip
def test_a_trial_without_a_card_ends_as_its_settings_say(merchant, desk, what, status, last):
    session = merchant.session(
        payment_method_collection="if_required",
        subscription_data={
            "trial_end": MARCH + 7 * DAY,
            "trial_settings": {"end_behavior": {"missing_payment_method": what}},
        },
    )
    assert desk.finish_session(session.id, method=False) == ""
    (sub,) = merchant.client.subscriptions.list({"customer": merchant.customer.id}).data
    desk.take()
    desk.advance(7, seconds=HOUR)
    assert merchant.again(sub).status == status
    assert merchant.told()[-1] == last


def test_a_subscription_that_was_paused_at_the_end_of_its_trial_resumes(merchant, desk):
    sub = merchant.subscribe(
        trial_end=MARCH + 7 * DAY, trial_settings={"end_behavior": {"missing_payment_method": "pause"}}
    )
    desk.advance(40)
    paused = merchant.again(sub)
    assert (paused.status, period(paused)) == ("paused", (MARCH, MARCH + 7 * DAY))
    assert paused.status_details.paused.subscription.type == "trial_end_without_payment_method"
    merchant.card()
    desk.take()
    resumed = merchant.client.subscriptions.resume(sub.id, {"billing_cycle_anchor": {"type": "now"}})
    assert (resumed.status, period(resumed)[0]) == ("active", MARCH + 40 * DAY)
    assert merchant.again(sub).latest_invoice.amount_paid == 29_900
    assert merchant.told()[-1] == "customer.subscription.resumed"


def test_months_end_where_they_end(merchant, desk):
    desk.hold_time(MARCH + 30 * DAY)  # the 31st
    merchant.card()
    sub = merchant.subscribe()
    ends = []
    for _month in range(3):
        ends.append(period(merchant.again(sub))[1])
        desk.advance(to=ends[-1])
    assert ends == [MAY - DAY, MAY + 30 * DAY, MAY + 60 * DAY]  # 30 April, 31 May, 30 June


def test_a_first_charge_that_is_refused_leaves_it_incomplete_and_then_expired(merchant, desk):
    merchant.card("pm_card_chargeCustomerFail")
    sub = merchant.subscribe()
    assert sub.status == "incomplete"
    assert merchant.told()[-1] == "customer.subscription.created"
    desk.advance(seconds=23 * HOUR - 1)
    assert merchant.again(sub).status == "incomplete"
    desk.advance(seconds=1)
    over = merchant.again(sub)
    assert (over.status, over.latest_invoice.status) == ("incomplete_expired", "void")


def test_an_incomplete_subscription_begins_when_its_invoice_is_paid(merchant, desk):
    saved = {"save_default_payment_method": "on_subscription"}
    sub = merchant.subscribe(payment_behavior="default_incomplete", payment_settings=saved)
    assert sub.status == "incomplete"
    desk.take()
    invoice = merchant.client.invoices.retrieve(sub.latest_invoice, {"expand": ["confirmation_secret", "payments"]})
    assert invoice.confirmation_secret.client_secret.startswith(invoice.payments.data[0].payment.payment_intent)
    card = merchant.client.payment_methods.attach("pm_card_visa", {"customer": merchant.customer.id})
    assert merchant.client.invoices.pay(invoice.id, {"payment_method": card.id}).status == "paid"
    assert (merchant.again(sub).status, merchant.again(sub).default_payment_method) == ("active", card.id)
    assert "customer.subscription.updated" in merchant.told()


def test_nothing_is_left_of_a_subscription_that_may_not_be_incomplete(merchant, desk):
    merchant.card("pm_card_visa_chargeDeclinedInsufficientFunds")
    desk.take()
    with pytest.raises(stripe.CardError) as caught:
        merchant.subscribe(payment_behavior="error_if_incomplete")
    assert (caught.value.http_status, caught.value.code) == (402, "card_declined")
    assert caught.value.json_body["error"]["decline_code"] == "insufficient_funds"
    assert merchant.client.subscriptions.list({"customer": merchant.customer.id, "status": "all"}).data == []
    assert merchant.told() == []


def test_without_a_card_nobody_is_subscribed(merchant):
    with pytest.raises(stripe.InvalidRequestError, match="no attached payment source"):
        merchant.subscribe()
    assert merchant.client.invoices.list().data == []


def test_a_page_expires_by_itself_and_by_order(merchant, desk):
    first, second = merchant.session(), merchant.session()
    desk.take()
    assert merchant.client.checkout.sessions.expire(first.id).status == "expired"
    assert merchant.told() == ["checkout.session.expired"]
    desk.advance(1)
    assert merchant.client.checkout.sessions.retrieve(second.id).status == "expired"
    assert desk.finish_session(second.id) != ""
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.checkout.sessions.expire(first.id)


def test_a_card_is_saved_on_a_page_of_its_own(merchant, desk):
    session = merchant.client.checkout.sessions.create(
        {"mode": "setup", "currency": "cny", "customer": merchant.customer.id, "success_url": "https://shop.example/ok"}
    )
    desk.take()
    assert desk.finish_session(session.id) == ""
    intent = merchant.client.setup_intents.retrieve(merchant.client.checkout.sessions.retrieve(session.id).setup_intent)
    assert intent.status == "succeeded"
    (card,) = merchant.client.customers.payment_methods.list(merchant.customer.id).data
    assert card.id == intent.payment_method
    assert merchant.told() == ["payment_method.attached", "setup_intent.succeeded", "checkout.session.completed"]


def test_a_trial_that_ends_within_three_days_is_announced_at_once(merchant, desk):
    session = merchant.session(subscription_data={"trial_end": MARCH + 2 * DAY})
    desk.take()
    desk.finish_session(session.id)
    assert merchant.told()[-3:] == [
        "customer.subscription.created", "checkout.session.completed", "customer.subscription.trial_will_end",
    ]  # fmt: skip


def test_the_clock_goes_with_the_world_unless_it_is_held(merchant, desk):
    desk.held = None
    assert abs(desk.clock() - time.time()) < 5
    merchant.card()
    sub = merchant.subscribe()
    desk.advance(40)
    assert abs(desk.clock() - time.time() - 40 * DAY) < 5
    assert len(merchant.client.invoices.list({"subscription": sub.id, "status": "paid"}).data) == 2
