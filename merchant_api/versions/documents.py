"""The OpenAPI document of every version: today's comes from the views, each older one from the changes since."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from drf_spectacular.generators import SchemaGenerator

from merchant_api.versions.calendar import CURRENT, changes_since
from merchant_api.versions.chain import transform_parts
from merchant_api.versions.view import HEADER

KEPT = Path(__file__).resolve().parents[2] / "docs" / "openapi"


@cache
def _current() -> dict[str, Any]:
    document: dict[str, Any] = SchemaGenerator(urlconf="config.urls_api").get_schema(request=None, public=True)
    return orjson.loads(orjson.dumps(document))  # type: ignore[no-any-return]  # lazy texts become texts


def document_of(version: str) -> dict[str, Any]:
    """The document of a version, a copy of its own.

    Args:
        version: one of ``VERSIONS``.
    """
    document = copy.deepcopy(_current())
    for change in changes_since(version):
        change.describe(document)
    _show_examples(document["paths"], version)
    for webhook in document["webhooks"].values():
        event = webhook["post"]["requestBody"]["content"]["application/json"]
        event["example"] = transform_parts({**event["example"], "api_version": version}, version)
    document["info"]["version"] = version
    document["components"]["parameters"]["KaquanVersion"]["schema"]["enum"] = [version]
    document["components"]["parameters"]["KaquanVersion"]["example"] = version
    document["components"]["headers"][HEADER]["example"] = version
    if version != CURRENT:
        document["info"]["title"] += f" ({version}, deprecated)"
    return document


def _show_examples(node: Any, version: str) -> None:
    """Examples of answers are answers."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "example":
                node[key] = transform_parts(value, version)
            else:
                _show_examples(value, version)


@cache
def event_schemas(version: str) -> dict[str, Any]:
    """By type of event: what it carries (``data.object``) as a version shows it, as JSON Schema."""
    return {
        kind: webhook["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["data"][
            "properties"
        ]["object"]
        for kind, webhook in document_of(version)["webhooks"].items()
    }


@cache
def written_document(version: str) -> bytes:
    """The document as it is served."""
    return orjson.dumps(document_of(version))


def kept_document(version: str) -> bytes:
    """The document as it is kept in the repository: keys in order, so that a change is a small difference."""
    return orjson.dumps(document_of(version), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"


def kept_at(version: str) -> Path:
    """Where it is kept."""
    return KEPT / f"{version}.json"
