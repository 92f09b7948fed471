"""The gate: every kind of break that a caller would stumble over is named, additions are let through."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from merchant_api.versions.compatibility import find_breaks

ITEM = {
    "type": "object",
    "required": ["id", "status", "amount"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "status": {"type": "string", "enum": ["open", "done"]},
        "code": {"type": "string", "enum": ["a", "b"], "x-open-enum": True},
        "amount": {"type": "integer"},
        "note": {"type": ["string", "null"]},
        "parent": {"$ref": "#/components/schemas/Item"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        "of": {"oneOf": [{"$ref": "#/components/schemas/Item"}, {"type": "null"}]},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
INPUT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 40, "pattern": "^[a-z]+$"},
        "kind": {"type": "string", "enum": ["x", "y"]},
        "count": {"type": "integer", "minimum": 1, "maximum": 10},
        "price": {"type": ["integer", "null"]},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 5},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


def answer(name: str, **more: Any) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": "", "content": {"application/json": {"schema": schema}}, **more}


@pytest.fixture
def base() -> dict[str, Any]:
    """A document with one of everything."""
    post = {
        "operationId": "create_item",
        "security": [{"ApiKey": ["items:write"]}],
        "parameters": [
            {"name": "include", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}},
            {"$ref": "#/components/parameters/Version"},
        ],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Input"}}}},
        "responses": {
            "201": answer("Item", headers={"Location": {"schema": {"type": "string"}}}),
            "409": {"$ref": "#/components/responses/Conflict"},
        },
    }
    listing = {"operationId": "list_items", "security": [{}], "responses": {"200": answer("Item")}}
    return copy.deepcopy(
        {
            "paths": {"/items": {"post": post, "get": listing}},
            "components": {
                "schemas": {"Item": ITEM, "Input": INPUT},
                "parameters": {"Version": {"name": "Version", "in": "header", "schema": {"type": "string"}}},
                "responses": {"Conflict": answer("Item")},
            },
        }
    )


def edit(document: dict[str, Any], path: str) -> Any:
    """Something inside a document: ``schemas.Item.properties``; ``post`` is the operation."""
    found = {**document["components"], **document["paths"].get("/items", {})}
    for part in path.split("."):
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


ITEMS, INPUTS = "schemas.Item.properties", "schemas.Input.properties"
BREAKS = {
    "an operation is gone": lambda d: d["paths"]["/items"].pop("get"),
    "a path is gone": lambda d: d["paths"].pop("/items"),
    "an operation has another name": lambda d: edit(d, "post").update(operationId="make_item"),
    "another scope": lambda d: edit(d, "post").update(security=[{"ApiKey": ["items:admin"]}]),
    "one more scope": lambda d: edit(d, "post.security.0.ApiKey").append("codes:reveal"),
    "no longer public": lambda d: edit(d, "get").update(security=[{"ApiKey": []}]),
    "a parameter is gone": lambda d: edit(d, "post.parameters").pop(0),
    "a shared parameter is gone": lambda d: edit(d, "post.parameters").pop(1),
    "a parameter became required": lambda d: edit(d, "post.parameters.0").update(required=True),
    "a new required parameter": lambda d: edit(d, "post.parameters").append(
        {"name": "x", "in": "query", "required": True, "schema": {}}
    ),
    "a parameter takes less": lambda d: edit(d, "post.parameters.0.schema.enum").remove("b"),
    "a shared parameter takes less": lambda d: edit(d, "parameters.Version.schema").update(enum=["1"]),
    "the body is required": lambda d: edit(d, "post.requestBody").update(required=True),
    "no body any more": lambda d: edit(d, "post").pop("requestBody"),
    "a media type of the body is gone": lambda d: edit(d, "post.requestBody.content").pop("application/json"),
    "a body where none was": lambda d: edit(d, "get").update(requestBody={"required": True, "content": {}}),
    "a new required property is sent": lambda d: edit(d, "schemas.Input.required").append("count"),
    "a sent property is gone": lambda d: edit(d, INPUTS).pop("tags"),
    "a sent type changed": lambda d: edit(d, f"{INPUTS}.count").update(type="string"),
    "null is no longer taken": lambda d: edit(d, f"{INPUTS}.price").update(type="integer"),
    "a sent enum is narrower": lambda d: edit(d, f"{INPUTS}.kind.enum").remove("y"),
    "a sent text became an enum": lambda d: edit(d, f"{INPUTS}.name").update(enum=["a"]),
    "a maximum is lower": lambda d: edit(d, f"{INPUTS}.count").update(maximum=9),
    "a minimum is higher": lambda d: edit(d, f"{INPUTS}.count").update(minimum=2),
    "a new maximum": lambda d: edit(d, f"{INPUTS}.price").update(maximum=100),
    "a text may be less long": lambda d: edit(d, f"{INPUTS}.name").update(maxLength=39),
    "a list may be less long": lambda d: edit(d, f"{INPUTS}.tags").update(maxItems=4),
    "another pattern": lambda d: edit(d, f"{INPUTS}.name").update(pattern="^[a-m]+$"),
    "a new format is asked for": lambda d: edit(d, f"{INPUTS}.tags.items").update(format="uuid"),
    "items of a sent list changed": lambda d: edit(d, f"{INPUTS}.tags.items").update(type="integer"),
    "values of a sent map changed": lambda d: edit(d, f"{INPUTS}.labels.additionalProperties").update(type="integer"),
    "a sent object is closed": lambda d: edit(d, f"{INPUTS}.labels").update(additionalProperties=False),
    "a success is gone": lambda d: edit(d, "post.responses").pop("201"),
    "another success": lambda d: edit(d, "post.responses").update({"202": answer("Item")}),
    "a header is gone": lambda d: edit(d, "post.responses.201.headers").pop("Location"),
    "a media type of the answer is gone": lambda d: edit(d, "post.responses.201.content").pop("application/json"),
    "a read property is gone": lambda d: edit(d, ITEMS).pop("note"),
    "a read property may be missing": lambda d: edit(d, "schemas.Item.required").remove("amount"),
    "a read type changed": lambda d: edit(d, f"{ITEMS}.amount").update(type="string"),
    "null may be read": lambda d: edit(d, f"{ITEMS}.amount").update(type=["integer", "null"]),
    "a whole number became any": lambda d: edit(d, f"{ITEMS}.amount").update(type="number"),
    "anything may be read": lambda d: edit(d, f"{ITEMS}.amount").pop("type"),
    "a closed enum has one more": lambda d: edit(d, f"{ITEMS}.status.enum").append("lost"),
    "a closed enum became open text": lambda d: edit(d, f"{ITEMS}.status").pop("enum"),
    "a format is gone": lambda d: edit(d, f"{ITEMS}.id").pop("format"),
    "an alternative more is read": lambda d: edit(d, f"{ITEMS}.of.oneOf").append({"type": "string"}),
    "items of a read list changed": lambda d: edit(d, f"{ITEMS}.children").update(items={"type": "string"}),
    "values of a read map changed": lambda d: edit(d, f"{ITEMS}.labels.additionalProperties").update(type="integer"),
    "the body of an error changed": lambda d: edit(d, "responses.Conflict.content.application/json").update(
        schema={"type": "string"}
    ),
}
ADDITIONS = {
    "nothing": lambda d: None,
    "words": lambda d: edit(d, "post").update(description="Other words.", summary="Other", tags=["x"]),
    "a new operation": lambda d: d["paths"].update({"/more": {"post": edit(d, "post")}}),
    "a new optional parameter": lambda d: edit(d, "post.parameters").append({"name": "x", "in": "query", "schema": {}}),
    "a parameter takes more": lambda d: edit(d, "post.parameters.0.schema.enum").append("c"),
    "a scope less": lambda d: edit(d, "post").update(security=[{"ApiKey": []}]),
    "a new optional property is sent": lambda d: edit(d, INPUTS).update(x={"type": "string"}),
    "a sent property is no longer required": lambda d: edit(d, "schemas.Input.required").remove("name"),
    "a maximum is higher": lambda d: edit(d, f"{INPUTS}.count").update(maximum=11),
    "no maximum any more": lambda d: edit(d, f"{INPUTS}.count").pop("maximum"),
    "null is taken": lambda d: edit(d, f"{INPUTS}.count").update(type=["integer", "null"]),
    "a sent enum has one more": lambda d: edit(d, f"{INPUTS}.kind.enum").append("z"),
    "a new property is read": lambda d: edit(d, ITEMS).update(x={"type": "string"}),
    "a read property is always there": lambda d: edit(d, "schemas.Item.required").append("note"),
    "null is no longer read": lambda d: edit(d, f"{ITEMS}.note").update(type="string"),
    "an open enum has one more": lambda d: edit(d, f"{ITEMS}.code.enum").append("c"),
    "a closed enum has one less": lambda d: edit(d, f"{ITEMS}.status.enum").remove("done"),
    "an alternative less is read": lambda d: edit(d, f"{ITEMS}.of.oneOf").pop(),
    "a new error": lambda d: edit(d, "post.responses").update({"422": answer("Item")}),
    "an error less": lambda d: edit(d, "post.responses").pop("409"),
    "a new header": lambda d: edit(d, "post.responses.201.headers").update({"ETag": {}}),
    "a schema has another name": lambda d: (
        d["components"]["schemas"].update(Thing=edit(d, "schemas.Item")),
        edit(d, "post.responses.201.content.application/json").update(schema={"$ref": "#/components/schemas/Thing"}),
    ),
}


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_is_named(base, name):
    after = copy.deepcopy(base)
    BREAKS[name](after)
    assert after != base
    assert find_breaks(base, after) != []


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_is_let_through(base, name):
    after = copy.deepcopy(base)
    ADDITIONS[name](after)
    assert find_breaks(base, after) == []


def test_a_break_says_where(base):
    after = copy.deepcopy(base)
    edit(after, f"{ITEMS}.status.enum").append("lost")
    assert "GET /items: 200.status: may now be lost" in find_breaks(base, after)
