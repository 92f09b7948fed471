"""The desk: keys that make a call once, trouble on request, errors as Stripe words them, events to be read again, deliveries."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import stripe

from tests.integration.billing_simulator.merchant import APRIL, DAY, MARCH
from tests.simulators.stripe_billing.settings import KEY, SECRET


def test_a_key_makes_a_call_once_for_a_day(client, desk):
    first = client.customers.create({"name": "A"}, {"idempotency_key": "k1"})
    assert client.customers.create({"name": "A"}, {"idempotency_key": "k1"}) == first
    with pytest.raises(stripe.IdempotencyError) as caught:
        client.customers.create({"name": "B"}, {"idempotency_key": "k1"})
    assert caught.value.json_body["error"]["type"] == "idempotency_error"
    assert len(client.customers.list().data) == 1
    desk.advance(1)
    assert client.customers.create({"name": "B"}, {"idempotency_key": "k1"}).id != first.id


def test_a_refusal_is_repeated_too(client, merchant, desk):
    merchant.card("pm_card_chargeCustomerFail")
    sub = merchant.subscribe(payment_behavior="default_incomplete")
    for _time in range(2):
        with pytest.raises(stripe.CardError):
            client.invoices.pay(sub.latest_invoice, {}, {"idempotency_key": "k2"})
        desk.card_behaves("ok")
    assert len(client.charges.list().data) == 1


def test_an_answer_that_was_lost_is_given_again(client, desk):
    desk.trouble("lost", path="customers")
    with pytest.raises(stripe.APIConnectionError):
        client.customers.create({"name": "A"}, {"idempotency_key": "k3"})
    assert client.customers.create({"name": "A"}, {"idempotency_key": "k3"}).id == client.customers.list().data[0].id
    assert len(client.customers.list().data) == 1


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ("500", stripe.APIError),
        ("429", stripe.RateLimitError),
        ("409", stripe.APIError),
        ("dropped", stripe.APIConnectionError),
        ("garbled", stripe.APIError),
    ],
)
def test_trouble_comes_when_it_is_asked_for(client, desk, how, error):
    desk.trouble(how, path="customers")
    with pytest.raises(error):
        client.customers.create({"name": "A"})
    assert client.customers.create({"name": "A"}).name == "A"


def test_what_stripe_does_not_know_is_refused_however_deep_it_stands(client, merchant):
    wrong = [
        ("subscriptions[0]", lambda: client.subscriptions.create({"subscriptions": [1]})),
        ("items[0][plann]", lambda: client.subscriptions.create({"items": [{"plann": "x"}]})),
        ("payment_behavior", lambda: client.subscriptions.create({"payment_behavior": "hope"})),
        ("days_until_due", lambda: client.subscriptions.create({"days_until_due": "soon"})),
        ("currency", lambda: client.prices.create({"unit_amount": 1})),
        ("payment_method_types", lambda: merchant.session(payment_method_types=["card"])),
    ]
    for param, call in wrong:
        with pytest.raises(stripe.InvalidRequestError) as caught:
            call()
        assert caught.value.param.startswith(param.split("[")[0]), param


def test_what_this_one_cannot_do_is_said(merchant):
    with pytest.raises(stripe.APIError) as caught:
        merchant.subscribe(application_fee_percent=10)
    assert (caught.value.http_status, caught.value.json_body["error"]["code"]) == (501, "not_simulated")


def test_errors_say_what_is_missing_and_every_answer_has_its_name(client, desk):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.customers.retrieve("cus_nobody")
    assert (caught.value.http_status, caught.value.code, caught.value.param) == (404, "resource_missing", "id")
    with pytest.raises(stripe.InvalidRequestError) as caught:
        client.subscriptions.create({"customer": "cus_nobody"})
    assert (caught.value.http_status, caught.value.code, caught.value.param) == (400, "resource_missing", "customer")
    names = {client.customers.create({"name": "A"}).last_response.request_id for _time in range(2)}
    assert len(names) == 2
    stranger = stripe.StripeClient(
        "sk_test_stranger", base_addresses={"api": desk.url}, http_client=client._requestor._client
    )
    with pytest.raises(stripe.AuthenticationError):
        stranger.v1.customers.list()


def test_events_that_were_missed_are_found_again_page_by_page(client, merchant, desk):
    merchant.card()
    sub = merchant.subscribe()
    desk.advance(20)
    client.customers.create({"name": "A"})
    seen = client.events.list({"limit": 1}).data[0].id
    desk.advance(to=APRIL + 3600)
    missed, last = [], seen
    while True:
        page = client.events.list({"ending_before": last, "limit": 3})
        missed += reversed(page.data)
        if not page.has_more:
            break
        last = page.data[0].id
    assert [each.id for each in missed] == [each["id"] for each in desk.events[-len(missed) :]]
    assert missed[0].type == "invoice.upcoming"
    assert client.events.retrieve(missed[-1].id).data.object.object == "invoice_payment"
    kinds = {"types": ["invoice.paid", "customer.subscription.updated"], "created": {"gte": APRIL}}
    found = client.events.list(kinds).data
    assert [each.type for each in found] == ["invoice.paid", "customer.subscription.updated"]
    assert found[1].data.previous_attributes["latest_invoice"] == sub.latest_invoice
    assert {each.type for each in client.events.list({"type": "charge.*"}).data} == {"charge.succeeded"}
    desk.advance(31)
    assert found[0].id not in {each.id for each in client.events.list({"limit": 100}).data}


def test_lists_go_through_pages_and_filters(client, merchant, desk):
    merchant.card()
    made = []
    for _each in range(3):
        made.append(merchant.subscribe().id)
        desk.advance(1)
    client.subscriptions.cancel(made[0])
    assert [each.id for each in client.subscriptions.list({"limit": 1}).auto_paging_iter()] == [made[2], made[1]]
    assert [each.id for each in client.subscriptions.list({"status": "all", "starting_after": made[1]}).data] == [
        made[0]
    ]
    assert [each.id for each in client.subscriptions.list({"status": "canceled"}).data] == [made[0]]
    assert [
        each.id for each in client.subscriptions.list({"created": {"lt": MARCH + 2 * DAY, "gte": MARCH + DAY}}).data
    ] == [made[1]]
    assert client.prices.list({"lookup_keys": ["pro_year", "pro_month"]}).data[0].lookup_key == "pro_year"
    assert client.customers.list({"email": "boss@example.com"}).data[0].id == merchant.customer.id
    client.customers.update(merchant.customer.id, {"metadata": {"tenant": "7"}})
    found = client.customers.search({"query": "metadata['tenant']:'7' AND name:'某某商贸'"})
    assert [each.id for each in found.data] == [merchant.customer.id]
    assert client.customers.search({"query": "metadata['tenant']:'8'"}).data == []


@pytest.fixture
def heard():
    """An address that takes events; it answers what is in ``answers`` first, then 200. What came, verified."""
    came, answers = [], []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append(stripe.Webhook.construct_event(body, self.headers["Stripe-Signature"], SECRET).id)
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()

        def log_message(self, *_said):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/hook", came, answers
    server.shutdown()
    server.server_close()
    thread.join()


def test_events_are_delivered_signed_and_again_until_they_are_taken(client, desk, heard):
    url, came, answers = heard
    client.customers.create({"name": "A"})
    client.customers.create({"name": "B"})
    answers += [500, 500]
    told = desk.deliver(url)
    first, second = (each["id"] for each in desk.events)
    assert came == [first, first, first, second]
    assert told == [(first, "customer.created", 200), (second, "customer.created", 200)]
    assert desk.deliver(url) == []


def test_events_that_nobody_takes_are_given_up(client, desk, heard):
    url, came, answers = heard
    client.customers.create({"name": "A"})
    answers += [500] * 9
    assert [each[2] for each in desk.deliver(url)] == [500]
    assert len(came) == desk.TRIES
    assert desk.post("http://127.0.0.1:9/", b"", {}) == 0


def test_events_are_dropped_doubled_and_turned_round(client, desk):
    for name in "ABCD":
        client.customers.create({"name": name})
    bodies = desk.take_signed(drop=[1], double=[2], order=lambda events: events[::-1])
    assert [json.loads(body)["data"]["object"]["name"] for body, _headers in bodies] == ["D", "C", "C", "A"]
    assert desk.take() == []
    for name in "EF":
        client.customers.create({"name": name})
    assert [each["data"]["object"]["name"] for each in desk.take(later=[0])] == ["F"]
    assert [each["data"]["object"]["name"] for each in desk.take()] == ["E"]


def test_events_go_by_themselves_after_time_has_passed(merchant, desk, heard):
    url, came, _answers = heard
    merchant.card()
    merchant.subscribe()
    desk.take()
    desk.push_to = url
    desk.advance(to=APRIL)
    assert len(came) == 3
    assert client_events(desk)[-3:] == ["invoice.upcoming", "invoice.created", "customer.subscription.updated"]


def client_events(desk):
    """Types of all events."""
    return [each["type"] for each in desk.events]


def test_an_event_says_which_call_made_it(client, desk):
    customer = client.customers.create({"name": "A"}, {"idempotency_key": "k9"})
    assert desk.events[-1]["request"] == {"id": customer.last_response.request_id, "idempotency_key": "k9"}
    assert desk.keys == {KEY: desk.owner[customer.id]}


def test_a_test_clock_moves_what_lives_by_it_and_nothing_else(client, merchant, desk):
    clock = client.test_helpers.test_clocks.create({"frozen_time": MARCH})
    other = client.customers.create({"test_clock": clock.id, "payment_method": "pm_card_visa"})
    (card,) = client.customers.payment_methods.list(other.id).data
    wanted = {"customer": other.id, "items": [{"price": merchant.month.id}], "default_payment_method": card.id}
    sub, mine = client.subscriptions.create(wanted), (merchant.card(), merchant.subscribe())[1]
    assert (sub.test_clock, sub.created) == (clock.id, MARCH)
    with pytest.raises(stripe.InvalidRequestError):
        client.test_helpers.test_clocks.advance(clock.id, {"frozen_time": MARCH + 70 * DAY})
    assert client.test_helpers.test_clocks.advance(clock.id, {"frozen_time": APRIL + 3600}).status == "advancing"
    assert client.test_helpers.test_clocks.retrieve(clock.id).status == "ready"
    assert [each.amount_paid for each in client.invoices.list({"subscription": sub.id}).data] == [29_900, 29_900]
    assert len(client.invoices.list({"subscription": mine.id}).data) == 1
    assert desk.clock() == MARCH
    client.test_helpers.test_clocks.delete(clock.id)
    assert client.customers.retrieve(other.id).deleted


def test_many_hands_at_once_are_served_one_after_the_other(client, desk, wire):
    def work(name):
        for at in range(5):
            client.customers.create({"name": f"{name}{at}"}, {"idempotency_key": f"same-{at}-{name % 2}"})

    # Two hands share each key: the same call by both makes one customer.
    hands = [threading.Thread(target=work, args=(name,)) for name in (0, 1)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    assert len(client.customers.list({"limit": 100}).data) == 10
    assert len({each["id"] for each in desk.events}) == len(desk.events) == 10
