"""The address to which Stripe tells what happened: signed, lately, for us; kept once; answered before anything is done."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from billing.models import ProviderEvent
from platform_core.events.models import Job
from platform_core.tenancy.context import platform_context
from tests.simulators.stripe.events import signature_of, signed
from tests.simulators.stripe_billing.settings import SECRET

pytestmark = pytest.mark.django_db
WHERE = "/billing/events"


@pytest.fixture
def post(desk, settings, client):
    """Send a body to the platform's own host."""

    def send(body, headers):
        return client.post(
            WHERE, body, content_type="application/json", headers=headers, HTTP_HOST=settings.KAQUAN_PLATFORM_HOST
        )

    return send


@pytest.fixture
def event(merchant):
    """One that Stripe made."""
    merchant.subscribe("starter")
    return next(each for each in merchant.desk.take() if each["type"] == "customer.subscription.created")


def kept():
    with platform_context():
        jobs = list(Job.objects.filter(name="billing.handle_event").values_list("payload", flat=True))
        return list(ProviderEvent.objects.values_list("id", flat=True)), [each["event_id"] for each in jobs]


def test_an_event_is_kept_once_with_its_job_and_nothing_is_done_yet(post, event, merchant):
    calls = len(merchant.desk.calls)
    for _time in range(3):
        answer = post(*signed(event, SECRET))
        assert (answer.status_code, answer.content) == (200, b"received")
    assert kept() == ([event["id"]], [event["id"]])
    assert merchant.row.provider == ""
    assert len(merchant.desk.calls) == calls
    with platform_context():
        row = ProviderEvent.objects.get()
    assert (row.type, row.object_type, row.customer_id, row.found_by, row.handled_at) == (
        "customer.subscription.created", "subscription", event["data"]["object"]["customer"], "webhook", None,
    )  # fmt: skip


def test_it_is_answered_after_a_handful_of_statements(post, event):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert post(*signed(event, SECRET)).status_code == 200
    assert len([each for each in asked if "SAVEPOINT" not in each["sql"]]) <= 6


def test_the_older_of_two_secrets_is_good_while_they_are_rolled(post, event):
    assert post(*signed(event, "whsec_theoldone00000001")).status_code == 200


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: (body, {"Stripe-Signature": signature_of(body, "whsec_ofsomebodyelse01", 2_000_000_000)}),
        lambda body: signed(json.loads(body), SECRET, age=301),
        lambda body: signed({**json.loads(body), "livemode": True}, SECRET),
        lambda body: signed({**json.loads(body), "account": "acct_connected0001"}, SECRET),
        lambda body: (body + b" ", {"Stripe-Signature": signed(json.loads(body), SECRET)[1]["Stripe-Signature"]}),
        lambda body: (body, {}),
        lambda body: (b"{", {"Stripe-Signature": signature_of(b"{", SECRET, int(__import__("time").time()))}),
        lambda body: signed({"id": "evt_1", "object": "event", "livemode": False}, SECRET),
        lambda body: signed([1], SECRET),
    ],
    ids=["forged", "old", "live", "of_an_account", "changed", "unsigned", "no_json", "no_event", "a_list"],
)  # fmt: skip
def test_what_stripe_did_not_sign_lately_for_us_is_refused_and_leaves_nothing(post, event, spoil):
    assert post(*spoil(json.dumps(event).encode())).status_code == 400
    assert kept() == ([], [])


def test_without_a_secret_there_is_no_such_address(post, event, settings):
    settings.KAQUAN_BILLING_WEBHOOK_SECRETS = ()
    assert post(*signed(event, SECRET)).status_code == 404


def test_what_is_far_too_large_is_not_even_read(post):
    assert post(b"x" * 600_000, {"Stripe-Signature": "t=1,v1=2"}).status_code == 413


def test_a_shop_has_no_such_address(desk, event, client, tenant):
    body, headers = signed(event, SECRET)
    assert (
        client.post(WHERE, body, content_type="application/json", headers=headers, HTTP_HOST=tenant.host).status_code
        == 404
    )
