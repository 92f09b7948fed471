"""The published description of the API is valid, complete and true."""

import json

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from platform_core.events.catalogue import registered_types
from tests.world import api, make_key, make_shelf, stock


@pytest.fixture
def described(tenant):
    answer = api(make_key(tenant)).get("/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_the_description_is_valid_openapi_31(described):
    assert described["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(described).iter_errors()) == []


def test_every_operation_says_who_may_call_it_what_it_takes_and_how_it_fails(described):
    seen = 0
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method not in {"get", "post", "patch", "put", "delete"}:
                continue
            seen += 1
            where = f"{method} {path}"
            assert operation.get("summary") or operation.get("description"), where
            assert operation.get("operationId"), where
            assert operation.get("security"), where
            assert any(code.startswith("2") for code in operation["responses"]), where
            assert any(code.startswith("4") or code == "default" for code in operation["responses"]), where
    assert seen >= 15


def test_every_route_of_the_api_is_described(described):
    routes = set()

    def walk(patterns, prefix=""):
        for pattern in patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, path)
            elif isinstance(pattern, URLPattern) and path.startswith("v1/"):
                routes.add("/" + path.replace("<str:", "{").replace(">", "}"))

    walk(get_resolver("config.urls_api").url_patterns)
    documents = {"/v1/openapi.json", "/v1/openapi/{version}.json"}
    routes -= {*documents, "/v1/^.*$"}  # this document, and the answer to unknown paths
    assert len(routes) > 10
    assert sorted(routes - set(described["paths"])) == []


@pytest.fixture
def matches(described):
    """Checks an answer against the schema that describes it."""
    registry = Registry().with_resource("urn:api", Resource(contents=described, specification=DRAFT202012))

    def problems(answer, path, method="get"):
        content = described["paths"][path][method]["responses"][str(answer.status_code)]["content"]
        schema = content[answer.headers["Content-Type"].split(";")[0]]["schema"]
        absolute = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
        return [error.message for error in OAS31Validator(absolute, registry=registry).iter_errors(answer.json())]

    return problems


def test_answers_match_their_description(tenant, matches):
    shelf = make_shelf(tenant)
    stock(tenant, shelf, 3)
    client = api(make_key(tenant))
    body = {"external_id": "D-1", "lines": [{"sku": shelf.sku_id, "quantity": 2}]}
    made = client.post("/v1/issuances", body, content_type="application/json")
    assert made.status_code == 201
    assert matches(made, "/v1/issuances", "post") == []
    issuance, product = made.json()["id"], client.get("/v1/products").json()["data"][0]["id"]
    operation = client.post(
        "/v1/imports",
        {"sku": shelf.sku_id, "supplier": shelf.supplier_id, "rows": [{"code": "ONE"}]},
        content_type="application/json",
    )
    assert matches(operation, "/v1/imports", "post") == []
    for described_path, path in [
        ("/v1/ping", "/v1/ping"),
        ("/v1/products", "/v1/products"),
        ("/v1/products/{product_id}", f"/v1/products/{product}"),
        ("/v1/skus", "/v1/skus"),
        ("/v1/skus/{sku_id}", f"/v1/skus/{shelf.sku_id}"),
        ("/v1/stock", f"/v1/stock?sku_ids[]={shelf.sku_id}"),
        ("/v1/suppliers", "/v1/suppliers"),
        ("/v1/imports", "/v1/imports"),
        ("/v1/operations/{operation_id}", f"/v1/operations/{operation.json()['id']}"),
        ("/v1/issuances", "/v1/issuances"),
        ("/v1/issuances/{issuance_id}", f"/v1/issuances/{issuance}"),
        ("/v1/issuances/by-external-id/{external_id}", "/v1/issuances/by-external-id/D-1"),
        ("/v1/issuances/{issuance_id}/codes", f"/v1/issuances/{issuance}/codes"),
        ("/v1/issuances/{issuance_id}", "/v1/issuances/iss_nonsense"),
    ]:
        answer = client.get(path)
        assert (path, matches(answer, described_path)) == (path, [])


def test_the_check_sees_a_wrong_answer(described, matches):
    class Wrong:
        status_code, headers = 200, {"Content-Type": "application/json"}

        @staticmethod
        def json():
            return {"object": "list", "data": [{"id": 7}], "has_more": False, "next_cursor": None}

    assert matches(Wrong, "/v1/products") != []


def test_the_webhooks_are_exactly_the_events_that_are_published(described):
    assert sorted(described["webhooks"]) == sorted(registered_types())
    for kind, methods in described["webhooks"].items():
        (operation,) = methods.values()
        assert operation["description"] == registered_types()[kind].__doc__.strip(), kind
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header" and each["description"]}
        assert headers == {"webhook-id", "webhook-timestamp", "webhook-signature"}
        content = operation["requestBody"]["content"]["application/json"]
        assert list(OAS31Validator(content["schema"]).iter_errors(content["example"])) == [], kind
        assert content["example"]["type"] == kind
        wrong = {**content["example"], "data": {"object": {}}}
        assert list(OAS31Validator(content["schema"]).iter_errors(wrong)), kind


def test_a_webhook_and_the_same_event_asked_for_are_one(tenant, described, matches):
    client = api(make_key(tenant))
    listed = client.get("/v1/events")
    assert matches(listed, "/v1/events") == []
    assert matches(client.get("/v1/event_types"), "/v1/event_types") == []
    events = listed.json()["data"]
    assert events
    for event in events:
        (operation,) = described["webhooks"][event["type"]].values()
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        assert list(OAS31Validator(schema).iter_errors(event)) == []
        assert set(event) == set(schema["properties"])
        assert matches(client.get(f"/v1/events/{event['id']}"), "/v1/events/{event_id}") == []
