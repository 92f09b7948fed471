"""Webhook endpoints through the API: made, read, changed, deleted; what is refused, and in which words."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import platform_context
from tenants.access.enums import FULL_ACCESS
from tests.api.v1.hooks import ENDPOINTS, JSON, URL, create, listed, make_endpoint, problem, shown
from tests.world import api, make_key
from webhooks.models import Endpoint, SigningSecret

WHOLE = {
    "url": "https://hooks.example.com:8443/in?shop=1",
    "description": "Order system",
    "event_types": ["issuance.*", "code.voided"],
    "content_filter": [{"field": "source", "equals": "api"}, {"field": "sku", "in": ["sku_1", "sku_2"]}],
    "api_version": "2026-11-24",
    "payload_format": "cloudevents",
    "ed25519": True,
    "rate_limit": 50,
    "concurrency": 3,
    "timeout_seconds": 5,
    "headers": {"X-Token": "let me in"},
}


@pytest.fixture
def tester(tenant):
    """A test key of the same shop."""
    return api(make_key(tenant, livemode=False))


def change(client, endpoint, expected=200, /, **body):
    answer = client.patch(f"{ENDPOINTS}/{endpoint['id']}", body, content_type=JSON)
    assert answer.status_code == expected, answer.content
    return answer.json()


def test_a_new_endpoint_has_what_was_asked_for_and_shows_its_secret_once(client):
    answer = create(client, **WHOLE)
    made = answer.json()
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    assert {name: made[name] for name in WHOLE if name != "headers"} == {
        name: value for name, value in WHOLE.items() if name != "headers"
    }
    assert made["headers"] == {"X-Token": "****"}
    assert made["secret"].startswith("whsec_")
    assert made["public_key"].startswith("whpk_")
    assert (made["object"], made["livemode"], made["status"]) == ("webhook_endpoint", True, "enabled")
    assert made["breaker"] == {"state": "closed", "until": None}
    assert shown(client, made) == {**made, "secret": None}
    assert listed(client, ENDPOINTS) == [{**made, "secret": None}]


def test_what_nobody_asked_for_is_as_the_reference_says(client):
    made = make_endpoint(client)
    kept = ("api_version", "payload_format", "ed25519", "rate_limit", "concurrency", "timeout_seconds", "headers")
    assert [made[name] for name in kept] == ["2026-12-01", "standard", False, None, 8, 15, {}]
    assert (made["description"], made["content_filter"], made["public_key"]) == ("", [], None)


def test_bodies_are_in_the_version_of_the_call_that_made_the_endpoint(client):
    body = {"url": URL, "event_types": ["*"]}
    old = client.post(ENDPOINTS, body, content_type=JSON, headers={"Kaquan-Version": "2026-11-24"}).json()
    assert old["api_version"] == "2026-11-24"


def test_a_repeated_creation_answers_the_same_endpoint_without_its_secret(client):
    first = make_endpoint(client, headers_of_request={"Idempotency-Key": "e-1"})
    again = make_endpoint(client, headers_of_request={"Idempotency-Key": "e-1"})
    assert again == {**first, "secret": None}
    assert len(listed(client, ENDPOINTS)) == 1
    problem(
        create(client, url=f"{URL}/2", headers_of_request={"Idempotency-Key": "e-1"}), 422, "idempotency_key_reused"
    )


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({"url": "ftp://hooks.example.com"}, "url"),
        ({"url": "https://hooks.example.com/ü"}, "url"),
        ({"url": "https://hooks.example.com/#part"}, "url"),
        ({"url": f"https://hooks.example.com/{'x' * 2048}"}, "url"),
        ({"event_types": []}, "event_types"),
        ({"event_types": ["issuance.completed", "issuance.vanished"]}, "event_types[1]"),
        ({"event_types": ["nothing.*"]}, "event_types[0]"),
        ({"event_types": "*"}, "event_types"),
        ({"api_version": "2020-01-01"}, "api_version"),
        ({"payload_format": "xml"}, "payload_format"),
        ({"ed25519": "yes"}, "ed25519"),
        ({"rate_limit": 0}, "rate_limit"),
        ({"rate_limit": 1001}, "rate_limit"),
        ({"concurrency": 51}, "concurrency"),
        ({"concurrency": None}, "concurrency"),
        ({"timeout_seconds": 31}, "timeout_seconds"),
        ({"headers": ["X-Token"]}, "headers"),
        ({"headers": {"X-Token": 7}}, "headers"),
        ({"content_filter": [{"field": "sku"}]}, "content_filter[0].equals"),
        ({"content_filter": [{"field": "sku", "equals": "a", "in": ["b"]}]}, "content_filter[0].equals"),
        ({"content_filter": [{"field": "Sku or", "equals": "a"}]}, "content_filter[0].field"),
        ({"content_filter": [{"field": "sku", "in": []}]}, "content_filter[0].in"),
        ({"content_filter": [{"field": "sku", "matches": "a"}]}, "content_filter[0].matches"),
        ({"content_filter": [{"field": "sku", "equals": 7}]}, "content_filter[0].equals"),
        ({"content_filter": [{"field": "sku", "equals": "a"}] * 11}, "content_filter"),
        ({"status": "paused"}, "status"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_is_named(client, body, param):
    answer = create(client, **body)
    assert (answer.status_code, answer.json()["param"]) == (400, param), answer.content
    assert listed(client, ENDPOINTS) == []


@pytest.mark.parametrize("missing", ["url", "event_types"])
def test_where_and_what_must_be_said(client, missing):
    body = {"url": URL, "event_types": ["*"]}
    del body[missing]
    problem(client.post(ENDPOINTS, body, content_type=JSON), 400, "parameter_missing", missing)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example.com/", "it must begin with https"),
        ("https://hooks.example.com:9000/", "its port must be one of 443, 8443"),
        ("https://user:secret@hooks.example.com/", "it must not hold a user name or password"),
        ("https://10.0.0.1/", "its address is not a public one"),
        ("https://169.254.169.254/latest/meta-data", "its address is not a public one"),
        ("https://[::ffff:127.0.0.1]/", "its address is not a public one"),
        ("https://168.63.129.16/", "its address is not a public one"),
        ("https://2130706433/", "its host is not a name on the internet"),
    ],
)
def test_a_url_that_can_never_be_called_is_refused_with_the_reason(client, url, reason):
    refused = problem(create(client, url=url), 422, "url_refused", "url")
    assert refused["errors"][0]["meta"] == {"reason": reason}
    made = make_endpoint(client)
    assert change(client, made, 422, url=url)["code"] == "url_refused"
    assert shown(client, made)["url"] == URL


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "elsewhere.example.com"},
        {"webhook-signature": "v1,mine"},
        {"Transfer-Encoding": "chunked"},
        {"X-Forwarded-For": "1.2.3.4"},
        {"X Token": "a space in the name"},
        {"X-Token": "two\r\nlines: 1"},
        {"X-Token": ""},
        {"X-Token": "one", "x-token": "two"},
        {"X-Token": "****"},
        {f"X-{number}": "x" for number in range(11)},
    ],
    ids=["host", "signature", "framing", "sender", "space", "lines", "empty", "twice", "mask", "many"],
)
def test_headers_that_are_not_the_merchants_to_set_are_refused(client, headers):
    problem(create(client, headers=headers), 422, "endpoint_setting_invalid", "headers")
    assert listed(client, ENDPOINTS) == []


def test_a_change_goes_by_what_is_named_and_leaves_the_rest(client):
    made = make_endpoint(client, **WHOLE)
    changed = change(client, made, event_types=["code.*"], content_filter=[], rate_limit=None, headers=None)
    wanted = {"event_types": ["code.*"], "content_filter": [], "rate_limit": None, "headers": {}}
    assert changed == {**made, **wanted, "secret": None, "updated_at": changed["updated_at"]}
    assert shown(client, made) == changed
    assert change(client, made) == changed


def test_an_endpoint_that_is_to_sign_with_a_key_pair_gets_one_and_keeps_it(client):
    made = make_endpoint(client)
    key = change(client, made, ed25519=True)["public_key"]
    assert key.startswith("whpk_")
    assert change(client, made, ed25519=False)["public_key"] is None
    assert change(client, made, ed25519=True)["public_key"] == key


@pytest.mark.parametrize("body", [{"url": None}, {"event_types": []}, {"status": "paused"}, {"livemode": False}])
def test_a_change_that_makes_no_sense_is_refused(client, body):
    made = make_endpoint(client)
    change(client, made, 400, **body)
    assert shown(client, made) == {**made, "secret": None}


def test_a_deleted_endpoint_is_gone_with_its_secrets(client):
    made = make_endpoint(client, ed25519=True)
    gone = client.delete(f"{ENDPOINTS}/{made['id']}")
    assert (gone.status_code, gone.json()) == (200, {"id": made["id"], "object": "webhook_endpoint", "deleted": True})
    for answer in (
        client.get(f"{ENDPOINTS}/{made['id']}"),
        client.delete(f"{ENDPOINTS}/{made['id']}"),
        client.patch(f"{ENDPOINTS}/{made['id']}", {}, content_type=JSON),
        client.post(f"{ENDPOINTS}/{made['id']}/rotate_secret", {}, content_type=JSON),
    ):
        problem(answer, 404, "resource_not_found")
    assert listed(client, ENDPOINTS) == []
    with platform_context():
        assert not SigningSecret.objects.exists()


def test_there_are_twenty_of_each_mode_and_not_one_more(client, tester):
    for number in range(Endpoint.MOST):
        make_endpoint(client, description=str(number))
    refused = problem(create(client), 409, "endpoint_limit_reached")
    assert refused["errors"][0]["meta"] == {"limit": 20}
    make_endpoint(tester)
    last = listed(client, ENDPOINTS, limit=100)[-1]
    assert client.delete(f"{ENDPOINTS}/{last['id']}").status_code == 200
    make_endpoint(client)


def test_a_list_costs_the_same_however_long_it_is(client):
    def statements():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(ENDPOINTS, {"limit": 100}).status_code == 200
        return sum("webhooks_" in each["sql"] for each in seen.captured_queries)

    make_endpoint(client, ed25519=True)
    alone = statements()
    for _ in range(10):
        make_endpoint(client, ed25519=True)
    assert (alone, statements()) == (2, 2), "the endpoints, and their public keys"


def test_test_keys_and_live_keys_see_their_own_endpoints_only(client, tester):
    live, test = make_endpoint(client), make_endpoint(tester, url="http://hooks.example.com:8080/")
    assert (live["livemode"], test["livemode"]) == (True, False)
    assert [row["id"] for row in listed(client, ENDPOINTS)] == [live["id"]]
    assert [row["id"] for row in listed(tester, ENDPOINTS)] == [test["id"]]
    problem(tester.get(f"{ENDPOINTS}/{live['id']}"), 404, "resource_not_found")
    problem(client.delete(f"{ENDPOINTS}/{test['id']}"), 404, "resource_not_found")


def test_a_key_without_the_scope_does_nothing(tenant, client):
    made = make_endpoint(client)
    weak = api(make_key(tenant, scopes=[scope for scope in FULL_ACCESS if scope != "webhooks:manage"]))
    for answer in (weak.get(ENDPOINTS), create(weak), weak.delete(f"{ENDPOINTS}/{made['id']}")):
        assert problem(answer, 403, "scope_missing")["scope"] == "webhooks:manage"


def test_an_endpoint_that_nobody_has_is_not_found(client):
    for text in (public_id("we", new_id()), "we_x", public_id("evt", new_id())):
        problem(client.get(f"{ENDPOINTS}/{text}"), 404, "resource_not_found")
