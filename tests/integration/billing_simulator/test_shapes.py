"""Every object has the fields, and their types, of Stripe's published examples; whatever happens to it."""

import json

import pytest

from tests.integration.billing_simulator.merchant import APRIL, DAY, MAY
from tests.simulators.stripe.shapes import FIELDS, all_faults_of

EXPECTED = {
    "balance_transaction", "billing.meter", "billing.meter_event", "billing_portal.configuration", "billing_portal.session", "charge",
    "checkout.session", "coupon", "credit_note", "customer", "discount", "invoice", "invoice_payment", "invoiceitem", "payment_intent",
    "payment_method", "price", "product", "promotion_code", "refund", "setup_intent", "subscription", "subscription_item", "tax_id",
    "test_helpers.test_clock", "webhook_endpoint",
}  # fmt: skip
SHOWN_INSIDE = {"line_item", "credit_note_line_item", "plan", "item", "billing.meter_event_summary", "event"}


def faults(said):
    """What is wrong with it. The notice of a renewal is of an invoice that has no id yet."""
    return {each for each in all_faults_of(said) if each != ".event.data.object.invoice: missing id"}


@pytest.fixture
def lived(merchant, client, desk):
    """A world in which everything has happened. Returns what was told on the way."""
    said = []
    meter = client.billing.meters.create(
        {"display_name": "m", "event_name": "m", "default_aggregation": {"formula": "sum"}}
    )
    coupon = client.coupons.create({"percent_off": 10, "duration": "forever", "name": "十"})
    client.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "TEN"})
    client.customers.tax_ids.create(merchant.customer.id, {"type": "cn_tin", "value": "1"})
    client.customers.update(merchant.customer.id, {"address": {"country": "CN"}})
    said.append(client.test_helpers.test_clocks.create({"frozen_time": APRIL}))
    said.append(client.webhook_endpoints.create({"url": "https://x.example/", "enabled_events": ["*"]}))
    session = merchant.session(allow_promotion_codes=True, subscription_data={"trial_period_days": 5})
    said.append(client.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]}))
    desk.finish_session(session.id, code="TEN")
    saved = {"mode": "setup", "currency": "cny", "customer": merchant.customer.id, "success_url": "https://x.example/"}
    desk.finish_session(client.checkout.sessions.create(saved).id, by="alipay")
    client.billing.meter_events.create(
        {"event_name": "m", "payload": {"stripe_customer_id": merchant.customer.id, "value": "3"}}
    )
    desk.advance(10)
    (sub,) = client.subscriptions.list().data
    items = [{"id": sub["items"].data[0].id, "price": merchant.max.id}]
    said.append(client.invoices.create_preview({"subscription": sub.id, "subscription_details": {"items": items}}))
    said.append(client.subscriptions.update(sub.id, {"items": items, "proration_behavior": "always_invoice"}))
    paid = client.invoices.list({"status": "paid"}).data[0]
    client.refunds.create({"charge": client.charges.list().data[0].id, "amount": 1})
    client.credit_notes.create({"invoice": paid.id, "amount": 2, "refund_amount": 2})
    said.append(client.billing_portal.sessions.create({"customer": merchant.customer.id}))
    window = {"customer": merchant.customer.id, "start_time": APRIL - 31 * DAY, "end_time": APRIL}
    said.append(client.billing.meters.event_summaries.list(meter.id, window))
    desk.card_behaves("authentication_required")
    desk.advance(to=MAY + 20 * DAY)
    sent = merchant.subscribe(merchant.year, collection_method="send_invoice", days_until_due=3)
    desk.advance(5)
    wanted = client.subscriptions.retrieve(sent.id).latest_invoice
    invoice = client.invoices.retrieve(wanted, {"expand": ["payments", "confirmation_secret"]})
    said += [invoice, client.invoices.mark_uncollectible(invoice.id), client.subscriptions.pause(sent.id)]
    said.append(client.customers.retrieve(merchant.customer.id, {"expand": ["tax_ids", "subscriptions"]}))
    return [json.loads(each.last_response.body) for each in said]


def test_everything_has_stripes_fields_and_types(lived, client, desk):
    assert {each["object"] for each in desk.objects.values()} == EXPECTED
    for each in (*desk.objects.values(), *desk.events, *lived):
        assert faults(each) == set(), each["object"]
    assert {"event"} == {each["object"] for each in desk.events}
    assert set(FIELDS) >= EXPECTED | SHOWN_INSIDE


def test_a_field_that_is_missing_strange_or_of_another_type_is_seen(merchant, desk):
    said = dict(desk.objects[merchant.product.id])
    assert all_faults_of({**said, "colour": "red"}) == [".product: strange colour"]
    assert all_faults_of({**said, "active": "yes"}) == [".product: active is a str"]
    del said["name"]
    assert all_faults_of({"object": "list", "data": [said]}) == [".list.data.product: missing name"]


def test_many_kinds_of_events_are_told(lived, desk):
    told = {each["type"] for each in desk.events}
    for kind in (
        "checkout.session.completed", "customer.subscription.trial_will_end", "customer.subscription.paused", "invoice.upcoming",
        "invoice.overdue", "invoice.payment_action_required", "invoice.marked_uncollectible", "payment_method.attached",
        "customer.discount.created", "charge.refunded", "invoice.payment_failed", "customer.subscription.deleted",
    ):  # fmt: skip
        assert kind in told, kind
