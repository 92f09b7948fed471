"""Examples in the document: each serializer carries one as ``example``; operations have those of what they take and answer."""

from __future__ import annotations

from typing import Any

from merchant_api.examples import PATHS

JSON = "application/json"
SCHEMAS = "#/components/schemas/"


def _by_component(generator: Any) -> dict[str, Any]:
    """The example of each component whose serializer has one."""
    found = {}
    for component in generator.registry._components.values():
        example = getattr(component.object, "example", None)
        if example is not None:
            found[component.name] = example
    return found


def _of(schema: dict[str, Any], examples: dict[str, Any]) -> Any:
    """An example of a schema, or None."""
    if "$ref" in schema:
        return examples.get(schema["$ref"].removeprefix(SCHEMAS))
    if "data" in schema.get("properties", {}):  # the envelope of a list
        one = _of(schema["properties"]["data"]["items"], examples)
        return one and {"object": "list", "data": [one], "has_more": False, "next_cursor": None, "prev_cursor": None}
    return None


def _fill(content: dict[str, Any], examples: dict[str, Any]) -> None:
    for media in content.values():
        if "example" not in media and "examples" not in media:
            example = _of(media.get("schema", {}), examples)
            if example is not None:
                media["example"] = example


def add_examples(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: an example wherever the operation has none of its own."""
    examples = _by_component(generator)
    for operations in result["paths"].values():
        for operation in operations.values():
            _fill(operation.get("requestBody", {}).get("content", {}), examples)
            for answer in operation["responses"].values():
                _fill(answer.get("content", {}), examples)
            for parameter in operation.get("parameters", []):
                if parameter.get("in") == "path" and parameter["name"] in PATHS:
                    parameter["example"], parameter["description"] = PATHS[parameter["name"]]
    return result
