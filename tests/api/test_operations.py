"""Every operation of the OpenAPI document: what it asks of a key, and what it says to none."""

from __future__ import annotations

import re
from typing import Any

import pytest

from merchant_api.problem_table import PROBLEMS
from tenants.access.enums import SCOPES
from tests.world import api, make_key

SCOPE = re.compile(r"Scope: `([a-z_:]+)`")
FREE = {"ping", "get_operation", "cancel_operation"}  # any key may, or as the thing itself that is made


@pytest.fixture
def document(tenant: Any) -> dict[str, Any]:
    """The document as the product serves it."""
    answer = api(make_key(tenant)).get("/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


PUBLIC = {"get_meta"}


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Method, a path that could be, and the operation."""
    return [
        (method, re.sub(r"\{(\w+)\}", "x", path), operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation["operationId"] not in PUBLIC
    ]


def call(client: Any, method: str, path: str) -> Any:
    return client.generic(method.upper(), path, b"{}", content_type="application/json")


def test_every_operation_names_its_scope_and_refuses_a_key_that_has_all_but_that(document, tenant):
    keys = {scope: api(make_key(tenant, scopes=[each for each in SCOPES if each != scope])) for scope in SCOPES}
    seen = set()
    for method, path, operation in operations(document):
        named = SCOPE.search(operation["description"])
        if operation["operationId"] in FREE:
            assert named is None
            continue
        assert named, operation["operationId"]
        scope = named[1]
        answer = call(keys[scope], method, path)
        refusal = answer.json()
        assert (answer.status_code, refusal["code"], refusal["scope"]) == (403, "scope_missing", scope), path
        seen.add(scope)
    assert {"catalog:read", "catalog:write", "issuances:write", "codes:reveal", "keys:manage"} <= seen


def test_a_key_with_just_the_scope_is_not_refused_for_it(document, tenant):
    keys = {scope: api(make_key(tenant, scopes=[scope])) for scope in SCOPES}
    testers = {scope: api(make_key(tenant, livemode=False, scopes=[scope])) for scope in SCOPES}
    for method, path, operation in operations(document):
        named = SCOPE.search(operation["description"])
        scope = named[1] if named else "logs:read"
        if operation["tags"] == ["test_helpers"]:
            answer = call(keys[scope], method, path)
            assert (answer.status_code, answer.json()["code"]) == (403, "mode_mismatch")
            answer = call(testers[scope], method, path)
        else:
            answer = call(keys[scope], method, path)
        assert answer.status_code not in {401, 403, 500}, (method, path, answer.content)


def test_no_operation_answers_without_a_key(document):
    from django.test import Client

    nobody = Client(headers={"Host": "api.kaquan.localhost"})
    for method, path, _ in operations(document):
        answer = call(nobody, method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "api_key_missing"), path
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_every_operation_documents_its_refusals_with_published_codes(document):
    published = set(document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"])
    assert published == set(PROBLEMS)
    for method, path, operation in operations(document):
        assert {"400", "401", "403", "500", "503"} <= set(operation["responses"]), (method, path)
        assert operation["summary"], path
        assert operation["tags"], path


def test_a_mistyped_filter_is_refused_and_not_ignored(tenant):
    client = api(make_key(tenant))
    for path in ("/v1/issuances?externalid=1", "/v1/products?activ=true", "/v1/ping?x=1", "/v1/api_keys?page=2"):
        answer = client.get(path)
        expected = 403 if "api_keys" in path else 400
        assert answer.status_code == expected
    refused = client.get("/v1/issuances?externalid=1").json()
    assert (refused["code"], refused["param"]) == ("parameter_unknown", "externalid")
    body = {"external_id": "I-1", "lines": []}
    answer = client.post("/v1/issuances?include=everything", body, content_type="application/json")
    assert answer.status_code == 400


def test_every_group_of_operations_is_introduced(document):
    introduced = {tag["name"] for tag in document["tags"] if tag["description"]}
    deliveries = [methods["post"] for methods in document["webhooks"].values()]
    described = [operation for _, _, operation in operations(document)] + deliveries
    assert introduced == {tag for operation in described for tag in operation["tags"]}


def test_no_parameter_takes_a_nul_and_none_falls_over_one(document, tenant):
    client = api(make_key(tenant, scopes=list(SCOPES)))
    tried = 0
    for path, methods in document["paths"].items():
        reading = methods.get("get", {"operationId": "get_meta"})
        if reading["operationId"] in PUBLIC:
            continue
        if "{" in path:
            answer = client.get(re.sub(r"\{\w+\}", "a%00", path))
            assert (answer.status_code, answer.json()["code"]) == (404, "resource_not_found"), (path, answer.content)
            continue
        for parameter in [each for each in reading.get("parameters", []) if each.get("in") == "query"]:
            name = parameter["name"].replace("[*]", "[k]")
            answer = client.get(f"{path}?{name}=a%00")
            assert (answer.status_code, answer.json().get("param")) == (400, name), (path, answer.content)
            tried += 1
    assert tried > 60
