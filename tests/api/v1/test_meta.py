"""What can be known without trying: versions, limits, events; and errors that are JSON whatever goes wrong."""

from __future__ import annotations

import jsonschema
import orjson
import pytest
from django.test import Client

from platform_core.events.catalogue import IssuanceCompleted, registered_types
from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tests.world import api, make_key, stock

PROBLEM = "application/problem+json"


def nobody() -> Client:
    return Client(headers={"Host": "api.kaquan.localhost"}, raise_request_exception=False)


def test_versions_and_limits_need_no_key(db):
    meta = nobody().get("/v1/meta").json()
    assert meta["default_version"] in {each["version"] for each in meta["versions"]}
    assert meta["limits"]["lines_per_issuance"] == 20
    assert meta["limits"]["webhook_endpoints"] == 20
    assert meta["event_types"] == sorted(registered_types())


def test_every_event_type_says_what_it_carries(client):
    listed = client.get("/v1/event_types").json()["data"]
    assert [each["type"] for each in listed] == sorted(registered_types())
    schemas = {each["type"]: each["schema"] for each in listed}
    good = orjson.loads(orjson.dumps(IssuanceCompleted("iss_x", None, "completed", 2, "api")))
    jsonschema.validate(good, schemas["issuance.completed"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**good, "quantity": "2"}, schemas["issuance.completed"])


def test_what_is_really_published_is_what_its_type_says(client, tenant, shelf):
    stock(tenant, shelf, 3)
    from platform_core.kernel.ids import public_id

    body = {"external_id": "E-1", "lines": [{"sku": public_id("sku", shelf.sku.id), "quantity": 2}]}
    assert client.post("/v1/issuances?include=codes", body, content_type="application/json").status_code == 201
    schemas = {each["type"]: each["schema"] for each in client.get("/v1/event_types").json()["data"]}
    with tenant_context(tenant):
        published = list(Event.objects.values_list("type", "payload"))
    assert {"issuance.completed", "code.revealed"} <= {kind for kind, _ in published}
    for kind, payload in published:
        jsonschema.validate(payload, {**schemas[kind], "additionalProperties": False})


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status", "code"),
    [
        ("GET", "/v1/nothing/here", b"", "application/json", 404, "resource_not_found"),
        ("GET", "/v1/issuances/", b"", "application/json", 404, "resource_not_found"),
        ("PUT", "/v1/issuances", b"{}", "application/json", 405, "method_not_allowed"),
        ("POST", "/v1/issuances", b"{", "application/json", 400, "invalid_json"),
        ("POST", "/v1/issuances", b'{"a": NaN}', "application/json", 400, "invalid_json"),
        ("POST", "/v1/issuances", b"\xff", "application/json", 400, "invalid_json"),
        ("POST", "/v1/issuances", b"[]", "application/json", 400, "invalid_parameter"),
        ("POST", "/v1/issuances", b"a=1", "application/x-www-form-urlencoded", 415, "media_type_unsupported"),
        ("POST", "/v1/issuances", b"x" * 300_000, "application/json", 413, "body_too_large"),
    ],
)
def test_every_refusal_is_json_and_says_that_nothing_was_done(tenant, method, path, body, kind, status, code):
    answer = api(make_key(tenant)).generic(method, path, body, content_type=kind)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["outcome"]) == (status, code, "not_executed")
    assert answer.headers["Content-Type"] == PROBLEM
    assert problem["request_id"] == answer.headers["Request-Id"]
    assert problem["doc_url"].endswith(f"/errors/{code}")


def test_a_crash_is_json_and_says_that_the_outcome_is_not_known(tenant, monkeypatch):
    def crash(*args, **kwargs):
        raise RuntimeError("a fault of ours, with a secret KQ-SECRET")

    monkeypatch.setattr("merchant_api.v1.issuances.issuing.issue_codes", crash)
    client = api(make_key(tenant))
    client.raise_request_exception = False
    shelf_free = {"external_id": "C-1", "lines": [{"sku": "sku_x", "quantity": 1}]}
    assert client.post("/v1/issuances", shelf_free, content_type="application/json").status_code == 404
    monkeypatch.setattr("merchant_api.v1.issuances.create.read_issuance_request", crash)
    answer = client.post("/v1/issuances", shelf_free, content_type="application/json")
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["outcome"]) == (500, "internal_error", "unknown")
    assert answer.headers["Content-Type"] == PROBLEM
    assert "KQ-SECRET" not in answer.content.decode()


def test_no_refusal_of_a_request_is_of_unknown_outcome():
    from merchant_api.problem_table import PROBLEMS

    for code, problem in PROBLEMS.items():
        assert problem.outcome != "unknown" or problem.status >= 500, code
        assert problem.outcome != "in_progress" or code == "idempotency_in_progress", code
