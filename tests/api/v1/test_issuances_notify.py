"""What may stand in ``notify_url``, where it is shown, and what of it is kept in the request log."""

from __future__ import annotations

import pytest

from merchant_api.request_logging import request_log
from platform_core.events.models import OutboxEntry
from platform_core.kernel.outbound import MAX_LENGTH
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.issuance.models import Issuance
from tests.api.v1.cards import JSON, post, problem
from tests.world import api, make_key, stock

URL = "https://m.example/notify?token=CANARY-TOKEN"


@pytest.fixture
def stocked(tenant, shelf, settings):
    """As in production: this very machine is not called."""
    settings.KAQUAN_LOCAL_RECEIVERS = False
    stock(tenant, shelf, 10)
    return shelf


def body(shelf, url=URL, number="O-1", **more):
    return {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}], "notify_url": url, **more}


def issue(client, shelf, *args, **more):
    return client.post("/v1/issuances", body(shelf, *args, **more), content_type=JSON)


def waiting(tenant):
    with platform_context():
        return list(OutboxEntry.objects.filter(tenant_role=tenant.role_name).values_list("url", flat=True))


def test_it_is_shown_and_part_of_what_makes_two_requests_the_same(tenant, stocked):
    client = api(make_key(tenant))
    made = issue(client, stocked)
    assert made.status_code == 201, made.content
    assert made.json()["notify_url"] == URL
    assert client.get(f"/v1/issuances/{made.json()['id']}").json()["notify_url"] == URL
    assert client.get("/v1/issuances?external_id=O-1").json()["data"][0]["notify_url"] == URL
    again = issue(client, stocked)
    assert (again.status_code, again.json()) == (200, made.json())
    other = issue(client, stocked, "https://m.example/other")
    assert (other.status_code, other.json()["code"]) == (409, "external_id_conflict")
    assert other.json()["errors"][0]["meta"]["differs"] == ["notify_url"]
    assert waiting(tenant) == [URL]


def test_null_is_none(tenant, stocked):
    made = issue(api(make_key(tenant)), stocked, None)
    assert (made.status_code, made.json()["notify_url"]) == (201, None)
    assert waiting(tenant) == []


@pytest.mark.parametrize(
    "url",
    [
        "", "m.example/notify", "//m.example/", "ftp://m.example/", "https://", "https:///x", "https://m.example/ x",
        "https://m.example/#part", "https://m.example\\@10.0.0.1/", "https://例子.example/", "https://m.example/\n", 7, True, [],
        {}, "https://m.example/" + "x" * MAX_LENGTH, "javascript:alert(1)", 'https://m.example/"', "HTTPS ://m.example",
    ],
)  # fmt: skip
def test_what_is_no_url_is_refused(tenant, stocked, url):
    answer = issue(api(make_key(tenant)), stocked, url)
    assert answer.status_code in {400, 422}, answer.content
    said = problem(answer, answer.status_code, "invalid_parameter" if answer.status_code == 400 else "url_refused")
    assert said["param"] == "notify_url"
    with tenant_context(tenant):
        assert not Issuance.objects.exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://m.example/", "it must begin with https"),
        ("https://m.example:8080/", "its port must be one of 443, 8443"),
        ("https://m.example:22/", "its port must be one of 443, 8443"),
        ("https://user:CANARY-PASS@m.example/", "it must not hold a user name or password"),
        ("https://10.0.0.1/", "its address is not a public one"),
        ("https://[fd00:ec2::254]/", "its address is not a public one"),
        ("https://168.63.129.16/", "its address is not a public one"),
        ("https://127.1/", "its host is not a name on the internet"),
        ("https://2130706433/", "its host is not a name on the internet"),
    ],
)
def test_where_nobody_may_be_called_is_refused_in_live_mode(tenant, stocked, url, reason):
    answer = issue(api(make_key(tenant)), stocked, url)
    said = problem(answer, 422, "url_refused")
    assert (said["param"], said["errors"][0]["meta"]["reason"]) == ("notify_url", reason)
    assert "CANARY" not in answer.content.decode()
    assert waiting(tenant) == []


@pytest.mark.parametrize(
    "url", ["https://m.example", "https://m.example:8443/x?y=%20", "HTTPS://M.EXAMPLE/", "https://1.1.1.1/"]
)
def test_addresses_on_the_internet_are_taken(tenant, stocked, url):
    if url.startswith("HTTPS"):
        problem(issue(api(make_key(tenant)), stocked, url), 400, "invalid_parameter")
    else:
        assert issue(api(make_key(tenant)), stocked, url).status_code == 201


def test_a_url_of_the_greatest_length_is_taken(tenant, stocked):
    url = "https://m.example/".ljust(MAX_LENGTH, "x")
    assert issue(api(make_key(tenant)), stocked, url).json()["notify_url"] == url


def test_test_mode_takes_http_too_and_still_nothing_inside(tenant, stocked, stocked_twins):
    client = api(make_key(tenant, livemode=False))
    lines = {"lines": [{"sku": "sku_test_ok", "quantity": 1}]}
    for number, url in enumerate(("http://m.example/", "http://m.example:8080/", "https://m.example:8443/")):
        answer = issue(client, stocked, url, f"T-{number}", **lines)
        assert (answer.status_code, answer.json().get("notify_url")) == (201, url)
    for url in ("http://10.0.0.1/", "http://127.0.0.1:8080/", "http://m.example:6379/"):
        problem(issue(client, stocked, url, "T-9", **lines), 422, "url_refused")


def test_a_batch_names_the_item_whose_url_is_refused(tenant, stocked):
    items = [body(stocked, number="B-1"), body(stocked, "https://10.0.0.1/", number="B-2")]
    answer = post(api(make_key(tenant)), "/v1/issuance_batches", {"issuances": items})
    assert problem(answer, 422, "url_refused")["param"] == "issuances[1].notify_url"


def test_the_request_log_keeps_where_it_goes_and_not_what_it_carries(tenant, stocked):
    client = api(make_key(tenant))
    issue(client, stocked)
    issue(client, stocked, "https://user:CANARY-PASS@m.example/?CANARY-TOKEN", "O-2")
    request_log.flush()
    [refused, made] = client.get("/v1/request_logs?limit=10").json()["data"][:2]
    details = [client.get(f"/v1/request_logs/{each['id']}").json() for each in (made, refused)]
    assert "CANARY" not in str(details)
    kept = "https://m.example/notify?[hidden]"
    assert details[0]["request"]["body"]["notify_url"] == details[0]["response"]["body"]["notify_url"] == kept
    assert details[1]["request"]["body"]["notify_url"] == "[hidden]"
