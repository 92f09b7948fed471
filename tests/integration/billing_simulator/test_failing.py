"""What happens when a card is refused: retries, and what the account has set for the end of them."""

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MAY

HOUR = 3600


@pytest.fixture
def sub(merchant, desk):
    """A subscription that was paid once; the card fails from now on."""
    card = merchant.card()
    sub = merchant.subscribe()
    desk.card_behaves("card_declined", of=card.id)
    desk.take()
    return sub


def failed_at(desk):
    """When charges of a renewal were refused, in days after the end of March."""
    return [(each["created"] - APRIL - HOUR) / DAY for each in desk.events if each["type"] == "invoice.payment_failed"]


def test_a_renewal_is_retried_after_three_five_and_seven_days(merchant, desk, sub):
    desk.advance(to=APRIL + HOUR)
    late = merchant.again(sub)
    assert (late.status, late.latest_invoice.status, late.latest_invoice.attempt_count) == ("past_due", "open", 1)
    assert late.latest_invoice.next_payment_attempt == APRIL + HOUR + 3 * DAY
    assert merchant.client.customers.retrieve(merchant.customer.id).delinquent
    assert merchant.told() == [
        "invoice.upcoming", "invoice.created", "customer.subscription.updated", "invoice.finalized", "payment_intent.created",
        "charge.failed", "payment_intent.payment_failed", "invoice.updated", "invoice.payment_failed",
        "customer.subscription.updated", "customer.updated",
    ]  # fmt: skip
    desk.advance(20)
    assert failed_at(desk) == [0, 3, 8, 15]
    assert merchant.again(sub).latest_invoice.next_payment_attempt is None


@pytest.mark.parametrize("status", ["canceled", "unpaid", "past_due"])
def test_after_the_last_retry_it_is_what_the_account_says(merchant, desk, sub, status):
    desk.settings.after_retries = status
    desk.advance(to=APRIL + 20 * DAY)
    over = merchant.again(sub)
    assert (over.status, over.latest_invoice.status) == (status, "open")
    assert over.cancellation_details.reason == ("payment_failed" if status == "canceled" else None)
    assert ("customer.subscription.deleted" in merchant.told()) is (status == "canceled")
    desk.advance(to=MAY + 2 * HOUR)
    renewed = merchant.client.invoices.list({"subscription": sub.id}).data
    assert [each.status for each in renewed] == {
        "canceled": ["open", "paid"], "unpaid": ["draft", "open", "paid"], "past_due": ["open", "open", "paid"]
    }[status]  # fmt: skip


def test_an_invoice_may_be_given_up_after_the_last_retry(merchant, desk, sub):
    desk.settings.after_retries, desk.settings.invoice_after_retries = "unpaid", "uncollectible"
    desk.advance(to=APRIL + 20 * DAY)
    over = merchant.again(sub)
    assert (over.status, over.latest_invoice.status) == ("unpaid", "uncollectible")
    assert over.latest_invoice.status_details.uncollectible.reason == "max_payment_attempts"
    assert "invoice.marked_uncollectible" in merchant.told()


def test_a_card_that_works_again_is_charged_at_the_next_retry(merchant, desk, sub):
    desk.advance(to=APRIL + 2 * DAY)
    desk.card_behaves("ok", of=merchant.customer.id)
    desk.take()
    desk.advance(to=APRIL + 3 * DAY + HOUR)
    back = merchant.again(sub)
    assert (back.status, back.latest_invoice.status, back.latest_invoice.attempt_count) == ("active", "paid", 2)
    assert not merchant.client.customers.retrieve(merchant.customer.id).delinquent
    assert merchant.told() == [
        "charge.succeeded", "payment_intent.succeeded", "invoice.updated", "invoice.paid", "invoice.payment_succeeded",
        "customer.subscription.updated", "customer.updated", "invoice_payment.paid",
    ]  # fmt: skip


def test_another_card_pays_at_once_and_brings_an_unpaid_subscription_back(merchant, desk, sub):
    desk.settings.after_retries = "unpaid"
    desk.advance(to=APRIL + 20 * DAY)
    merchant.card()
    invoice = merchant.client.invoices.pay(merchant.again(sub).latest_invoice.id)
    assert (invoice.status, invoice.amount_paid) == ("paid", 29_900)
    assert merchant.again(sub).status == "active"


def test_a_refusal_says_why_and_is_no_automatic_attempt(merchant, desk, sub):
    desk.advance(to=APRIL + HOUR)
    invoice = merchant.again(sub).latest_invoice
    with pytest.raises(stripe.CardError) as caught:
        merchant.client.invoices.pay(invoice.id)
    error = caught.value.json_body["error"]
    assert (caught.value.http_status, error["code"], error["decline_code"]) == (402, "card_declined", "generic_decline")
    assert error["payment_intent"]["status"] == "requires_payment_method"
    after = merchant.client.invoices.retrieve(invoice.id)
    assert (after.attempt_count, after.next_payment_attempt) == (1, invoice.next_payment_attempt)


def test_a_bank_that_wants_to_see_the_holder_is_told_and_the_page_is_paid(merchant, desk, sub):
    desk.card_behaves("authentication_required", of=merchant.customer.id)
    desk.advance(to=APRIL + HOUR)
    invoice = merchant.again(sub).latest_invoice
    (payment,) = merchant.client.invoice_payments.list({"invoice": invoice.id}).data
    assert merchant.client.payment_intents.retrieve(payment.payment.payment_intent).status == "requires_action"
    assert "invoice.payment_action_required" in merchant.told()
    with pytest.raises(stripe.CardError) as caught:
        merchant.client.invoices.pay(invoice.id)
    assert caught.value.code == "invoice_payment_intent_requires_action"
    desk.pay_on_page(desk.objects[invoice.id], desk.objects[desk.all("payment_method")[0]["id"]])
    assert merchant.again(sub).status == "active"


def test_a_subscription_that_is_over_is_not_charged_for_what_was_open(merchant, desk, sub):
    desk.advance(to=APRIL + HOUR)
    over = merchant.client.subscriptions.cancel(sub.id, {"cancellation_details": {"comment": "too dear"}})
    assert (over.status, over.ended_at, over.cancellation_details.comment) == ("canceled", APRIL + HOUR, "too dear")
    desk.card_behaves("ok")
    desk.advance(30)
    invoice = merchant.again(sub).latest_invoice
    assert (invoice.status, invoice.auto_advance, invoice.next_payment_attempt) == ("open", False, None)
    with pytest.raises(stripe.InvalidRequestError):
        merchant.client.subscriptions.cancel(sub.id)
