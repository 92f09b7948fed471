"""Every operation shows what is sent, what is answered and how it fails, and the examples are true to their schemas."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from merchant_api.openapi_problems import FACTS
from merchant_api.problem_table import PROBLEMS
from merchant_api.versions.calendar import VERSIONS
from merchant_api.versions.documents import document_of

NAMES = [version.name for version in VERSIONS if not version.removed]


@pytest.fixture(params=NAMES)
def document(request):
    """Of each version."""
    return document_of(request.param)


def contents(document: dict[str, Any]):
    """Every place where an example belongs: its name, the media type's object."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            place = f"{operation['operationId']} ({method.upper()} {path})"
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{place}: what is sent as {media}", content
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                for media, content in answer.get("content", {}).items():
                    yield f"{place}: {status} as {media}", content


def examples_of(content: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    found = [content["example"]] if "example" in content else []
    for example in content.get("examples", {}).values():
        if "$ref" in example:
            example = document["components"]["examples"][example["$ref"].rpartition("/")[2]]
        found.append(example["value"])
    return found


def test_no_operation_is_without_an_example(document):
    """Give the serializer an ``example`` (its resource's ``examples.py``)."""
    assert [place for place, content in contents(document) if not examples_of(content, document)] == []


def test_every_place_in_a_path_has_an_example_and_a_word(document):
    """Add it to ``PATHS`` in merchant_api/examples.py."""
    bare = {
        parameter["name"]
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation["parameters"]
        if parameter.get("in") == "path" and not ({"example", "description"} <= set(parameter))
    }
    assert bare == set()


def test_examples_are_true_to_their_schemas_and_show_only_what_is_documented(document):
    registry = Registry().with_resource("urn:api", Resource(contents=document, specification=DRAFT202012))
    seen, wrong = 0, []
    for place, content in contents(document):
        schema = json.loads(json.dumps(content["schema"]).replace('"#/', '"urn:api#/'))
        strict = {"allOf": [schema], "unevaluatedProperties": False} if schema.get("type") != "string" else schema
        for example in examples_of(content, document):
            seen += 1
            errors = OAS31Validator(strict, registry=registry).iter_errors(example)
            wrong += [f"{place}: {error.message}" for error in errors]
    assert wrong == []
    assert seen > 500


def test_the_check_sees_a_wrong_example():
    document = document_of(NAMES[0])
    ping = document["paths"]["/v1/ping"]["get"]["responses"]["200"]["content"]["application/json"]
    ping["example"]["livemode"] = "yes"
    with pytest.raises(AssertionError, match="ping"):
        test_examples_are_true_to_their_schemas_and_show_only_what_is_documented(document)
    del ping["example"]
    with pytest.raises(AssertionError, match="ping"):
        test_no_operation_is_without_an_example(document)


def test_errors_are_shown_as_they_are_answered_with_the_facts_of_a_case(document):
    for code, example in document["components"]["examples"].items():
        body, row = example["value"], PROBLEMS[code]
        assert (body["status"], body["code"], body["outcome"]) == (row.status, code, row.outcome)
        assert "…" not in body["detail"].replace("kq_live_…", ""), f"{code}: say in FACTS what its words need"
    assert set(FACTS) <= set(PROBLEMS)


def test_each_operation_shows_the_refusals_that_follow_from_what_it_takes(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            answers, names = operation["responses"], {each.get("name") for each in operation["parameters"]}
            assert ("413" in answers) == ("requestBody" in operation), (method, path)
            assert ("412" in answers) == ("If-Match" in names), (method, path)
            assert ("Idempotency-Key" not in names) or "422" in answers, (method, path)
            assert {"400", "404", "405", "410", "429", "500", "503"} <= set(answers), (method, path)
            security = operation["security"]
            assert ("401" in answers) == any(security), (method, path)


def test_the_scope_of_an_operation_stands_in_its_security(document):
    issue = document["paths"]["/v1/issuances"]
    assert issue["post"]["security"] == [{"ApiKey": ["issuances:write"]}]
    assert issue["get"]["security"] == [{"ApiKey": ["issuances:read"]}]
    assert document["paths"]["/v1/ping"]["get"]["security"] == [{"ApiKey": []}]
    assert document["paths"]["/v1/meta"]["get"]["security"] == [{}]
