"""The request log through the API: what is found, by whom, and what of a request is never kept."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from merchant_api.redaction import read_operation
from merchant_api.request_logging import request_log
from merchant_api.v1.urls import urlpatterns
from platform_core.kernel.ids import public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.access.models import ApiKey, RequestLogEntry
from tests.faults.places import disguises
from tests.world import api, make_key, stock

JSON = "application/json"
SECRET = "SECRET-7F3K9Q2M4X"


def entries(tenant) -> list[RequestLogEntry]:
    request_log.flush()
    with tenant_context(tenant):
        return list(RequestLogEntry.objects.order_by("id"))


def found(client, **filters) -> list[dict[str, Any]]:
    request_log.flush()
    answer = client.get("/v1/request_logs", filters)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def issue(client, shelf, number="T-1", query="", headers=None, **more):
    body = {"external_id": number, "lines": [{"sku": shelf.sku_id, "quantity": 1}], **more}
    return client.post(f"/v1/issuances{query}", body, content_type=JSON, headers=headers or {})


def everything(tenant) -> bytes:
    """Every column of the whole log, as text."""
    return "\n".join(str(vars(entry)) for entry in entries(tenant)).encode()


def keeps_no(secret: str, tenant) -> bool:
    kept = everything(tenant)
    assert kept, "nothing was logged: nothing was proved"
    assert len(secret) > 8, "too short to be looked for"
    return not any(disguise in kept for disguise in disguises(secret))


def test_an_issue_is_kept_with_all_that_helps_and_nothing_that_is_secret(tenant, client, shelf):
    stock(tenant, shelf, [SECRET])
    answer = issue(
        client,
        shelf,
        query="?include=codes",
        headers={"User-Agent": "shop/1.0", "Idempotency-Key": '"T-1"', "Kaquan-Version": "2026-12-01"},
        buyer={"ref": "buyer-u-88 Anna", "ip": "198.51.100.77"},
        metadata={"note": "call 13812345678"},
    )
    assert answer.status_code == 201
    assert SECRET in answer.content.decode()
    [entry] = found(client, external_id="T-1")
    assert entry["id"] == answer.headers["Request-Id"]
    assert (entry["operation"], entry["method"], entry["path"]) == ("create_issuance", "POST", "/v1/issuances")
    assert (entry["status"], entry["problem"], entry["query"]) == (201, None, "include=codes")
    assert (entry["ip"], entry["user_agent"], entry["version"]) == ("127.0.0.1", "shop/1.0", "2026-12-01")
    assert entry["idempotency"] == {"key": "T-1", "replayed": False, "original_request": None}
    assert "body" not in entry["request"]
    full = client.get(f"/v1/request_logs/{entry['id']}").json()
    assert full["request"]["body"] == {
        "external_id": "T-1",
        "lines": [{"sku": shelf.sku_id, "quantity": 1}],
        "buyer": {"ref": "[hidden]", "ip": "[hidden]"},
        "metadata": "[hidden]",
    }
    [code] = full["response"]["body"]["codes"]["data"]
    assert code["code"] == "[hidden]"
    assert code["id"].startswith("code_")
    assert full["response"]["body"]["lines"][0]["issued"] == 1
    for secret in (SECRET, "buyer-u-88", "198.51.100.77", "13812345678"):
        assert keeps_no(secret, tenant)


def test_a_repeat_names_the_request_that_it_repeats_and_a_key_of_its_own_is_masked(tenant, client, shelf):
    stock(tenant, shelf, 3)
    first, again = (issue(client, shelf, headers={"Idempotency-Key": SECRET}) for _ in range(2))
    newest, oldest = found(client, external_id="T-1")
    assert oldest["idempotency"] == {"key": "****-2M4X", "replayed": False, "original_request": None}
    assert newest["idempotency"]["replayed"] is True
    assert newest["idempotency"]["original_request"] == first.headers["Request-Id"] == oldest["id"]
    assert newest["id"] == again.headers["Request-Id"]
    assert keeps_no(SECRET, tenant)


def test_a_refused_request_is_found_by_its_number_even_where_the_number_is_hidden(tenant, client, shelf):
    stock_out, nonsense = issue(client, shelf, "T-1"), issue(client, shelf, "T-2", colour="red")
    assert (stock_out.status_code, nonsense.status_code) == (409, 400)
    [entry] = found(client, external_id="T-1")
    assert (entry["external_id"], entry["problem"]) == ("T-1", "insufficient_stock")
    [entry] = found(client, external_id="T-2")
    assert (entry["external_id"], entry["problem"]) == (None, "parameter_unknown")
    body = client.get(f"/v1/request_logs/{entry['id']}").json()["response"]["body"]
    assert body["outcome"] == "not_executed"
    assert (body["param"], body["detail"]) == ("[hidden]", "[hidden] is not a parameter of this call.")
    body = client.get(f"/v1/request_logs/{stock_out.json()['request_id']}").json()["response"]["body"]
    assert body["detail"] == f"{shelf.sku_id} has 0 available, 1 requested."
    assert body["param"] == "lines[0].quantity"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ip_allowlist": ["203.0.113.7/32"]}, 403, "ip_not_allowed"),
        ({"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, 401, "api_key_expired"),
        ({"revoked_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, 401, "api_key_revoked"),
        ({"scopes": []}, 403, "scope_missing"),
    ],
)
def test_a_call_with_a_key_that_may_not_is_logged_under_the_key(tenant, change, status, code):
    secret = make_key(tenant)
    with tenant_context(tenant):
        key = ApiKey.objects.get(last_four=secret[-4:])
        ApiKey.objects.filter(pk=key.pk).update(**change)
    answer = api(secret).get("/v1/products")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["request_log_url"].endswith(f"/console/logs/{answer.headers['Request-Id']}")
    [entry] = entries(tenant)
    assert (entry.key_id, entry.status, entry.problem) == (key.id, status, code)
    assert public_id("req", entry.id) == answer.headers["Request-Id"]


def test_a_call_with_no_known_key_is_nobodys(tenant):
    for key in ("nonsense", make_key(tenant)[:-1] + "?"):
        answer = api(key).get("/v1/ping")
        assert answer.status_code == 401
        assert "request_log_url" not in answer.json()
    assert entries(tenant) == []


def test_filters_find_what_they_say_and_refuse_what_they_do_not_know(tenant, client, shelf):
    other = api(make_key(tenant))
    client.get("/v1/ping")
    other.get("/v1/products")
    refused = issue(client, shelf, "T-1").json()["request_id"]
    missing = other.get("/v1/products/prod_x").headers["Request-Id"]
    keys = {entry["id"]: entry["key"] for entry in found(client)}
    for filters, expected in (
        ({"status": "409"}, [refused]),
        ({"status": "4xx"}, [missing, refused]),
        ({"status": "4xx", "method": "GET"}, [missing]),
        ({"problem": "insufficient_stock"}, [refused]),
        ({"path": "/v1/issu"}, [refused]),
        ({"key": keys[missing], "status": "4xx"}, [missing]),
        ({"created[lt]": "2020-01-01T00:00:00Z"}, []),
        ({"created[gte]": "2020-01-01T00:00:00Z", "status": "409"}, [refused]),
        ({"status": "5xx"}, []),
    ):
        assert [entry["id"] for entry in found(client, **filters)] == expected, filters
    for name, value in (
        ("status", "6xx"), ("status", "40"), ("method", "LOOK"), ("path", "v1"), ("key", "key_x"), ("problem", "x"),
        ("created[gte]", "yesterday"), ("external_id", "a b"), ("external_id", "x\x00"),
    ):  # fmt: skip
        answer = client.get("/v1/request_logs", {name: value})
        assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (400, "invalid_parameter", name)


def test_the_list_goes_on_where_it_ended_while_more_is_logged(tenant, client):
    asked = [client.get("/v1/ping").headers["Request-Id"] for _ in range(7)]
    request_log.flush()
    seen, cursor = [], None
    while True:
        page = client.get(
            "/v1/request_logs", {"limit": 3, "path": "/v1/ping", **({"cursor": cursor} if cursor else {})}
        ).json()
        seen += [entry["id"] for entry in page["data"]]
        client.get("/v1/ping")
        request_log.flush()
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == asked[::-1]


def test_the_log_of_another_shop_is_not_there(tenant, other_tenant, client):
    theirs = api(make_key(other_tenant))
    number = theirs.get("/v1/ping").headers["Request-Id"]
    assert [entry["id"] for entry in found(theirs)] == [number]
    assert found(client) == []
    answer = client.get(f"/v1/request_logs/{number}")
    assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found")
    assert client.get("/v1/request_logs/req_x").status_code == 404


def test_test_calls_are_logged_in_the_twin_and_only_there(tenant, client):
    test = api(make_key(tenant, livemode=False))
    number = test.get("/v1/ping").headers["Request-Id"]
    [entry] = found(test)
    assert (entry["id"], entry["livemode"]) == (number, False)
    assert found(client) == []
    twin = directory.find_twin(tenant)
    assert number in {public_id("req", row.id) for row in entries(twin)}
    assert client.get(f"/v1/request_logs/{number}").status_code == 404


def test_logging_sends_no_statement_in_the_request(tenant, client, monkeypatch):
    client.get("/v1/ping")  # the merchant's first call, which pins its version
    client.get("/v1/ping")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as sent:
            client.get("/v1/ping")
        counts.append(len(sent))
        monkeypatch.setattr(request_log, "add", lambda item: None)
    assert counts == [0, 0]


def test_long_lists_are_cut_and_large_bodies_are_not_kept(tenant, client, shelf):
    stock(tenant, shelf, 90)
    body = {"external_id": "T-1", "lines": [{"sku": shelf.sku_id, "quantity": 90}]}
    client.post("/v1/issuances?include=codes", body, content_type=JSON)
    client.post("/v1/issuances", {"metadata": {"a": "x" * 300_000}}, content_type=JSON)
    first, second = entries(tenant)
    kept = json.loads(first.response_body)["codes"]["data"]
    assert len(kept) == 11
    assert kept[-1] == "[80 more]"
    assert len(first.response_body) <= 8 * 1024 < first.response_bytes
    assert (second.status, second.request_omitted, second.request_body) == (413, "too_large", "")


def test_every_documented_operation_is_known_to_the_log(tenant, client):
    document = client.get("/v1/openapi.json").json()
    named = {operation["operationId"] for each in document["paths"].values() for operation in each.values()}
    with_key = [
        view for each in urlpatterns if getattr(view := getattr(each.callback, "cls", None), "scopes", None) is not None
    ]
    read = {
        read_operation(view, method).id
        for view in with_key
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if hasattr(view, method.lower())
    }
    assert named - {"get_meta", "list_event_types"} <= read
    assert "" not in read
