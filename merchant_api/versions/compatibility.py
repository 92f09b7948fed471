"""Does a document keep what another promised? Every break is named; additions are none.

The well-kept tools do not fit: those that come as packages miss changed types, or know nothing of 3.1; the one that is good
comes as a program for one machine. What breaks depends on the direction: what callers send may only widen, what they read
may only narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from merchant_api.versions.schema_compatibility import Documents, compare_schemas

METHODS = ("get", "post", "put", "patch", "delete")


def find_breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a caller of ``old`` would stumble over in ``new``, each as a line for people."""
    documents = Documents(old, new)
    found: list[str] = []
    for path, operations in old["paths"].items():
        for method, before in operations.items():
            if method not in METHODS:
                continue
            after = new["paths"].get(path, {}).get(method)
            place = f"{method.upper()} {path}"
            if after is None:
                found.append(f"{place}: the operation is gone")
            else:
                found += [f"{place}: {text}" for text in _operation(before, after, documents)]
    return found


def _operation(before: dict[str, Any], after: dict[str, Any], documents: Documents) -> Iterator[str]:
    if before["operationId"] != after["operationId"]:
        yield f"operationId {before['operationId']} became {after['operationId']}"
    if (needed := _scopes(after) - _scopes(before)) or (_is_public(before) and not _is_public(after)):
        yield f"it needs more of a key: {', '.join(sorted(needed)) or 'one'}"
    yield from _parameters(before, after, documents)
    yield from _request(before.get("requestBody"), after.get("requestBody"), documents)
    yield from _responses(before["responses"], after["responses"], documents)


def _scopes(operation: dict[str, Any]) -> set[str]:
    return {scope for scheme in operation.get("security", []) for roles in scheme.values() for scope in roles}


def _is_public(operation: dict[str, Any]) -> bool:
    return any(not scheme for scheme in operation.get("security", [{}]))


def _named(operation: dict[str, Any], document: dict[str, Any], documents: Documents) -> dict[tuple[str, str], Any]:
    resolved = [documents.resolve(each, document) for each in operation.get("parameters", [])]
    return {(each["in"], each["name"]): each for each in resolved}


def _parameters(before: dict[str, Any], after: dict[str, Any], documents: Documents) -> Iterator[str]:
    olds, news = _named(before, documents.old, documents), _named(after, documents.new, documents)
    for key, old in olds.items():
        name = f"{key[0]} parameter {key[1]}"
        new = news.get(key)
        if new is None:
            yield f"{name} is gone"
            continue
        if new.get("required") and not old.get("required"):
            yield f"{name} became required"
        yield from compare_schemas(old.get("schema", {}), new.get("schema", {}), name, documents, sent=True)
    for key, new in news.items():
        if key not in olds and new.get("required"):
            yield f"{key[0]} parameter {key[1]} is new and required"


def _request(old: Any, new: Any, documents: Documents) -> Iterator[str]:
    if old is None:
        if new is not None and new.get("required"):
            yield "a body is required"
        return
    if new is None:
        yield "it takes no body any more"
        return
    if new.get("required") and not old.get("required"):
        yield "the body became required"
    for media, content in old["content"].items():
        if media not in new["content"]:
            yield f"it takes no {media} any more"
        else:
            yield from compare_schemas(content["schema"], new["content"][media]["schema"], "body", documents, sent=True)


def _responses(olds: dict[str, Any], news: dict[str, Any], documents: Documents) -> Iterator[str]:
    """Successes are held to; errors may come and go, their body stays."""
    for status in sorted({key for key in news if key.startswith("2")} - set(olds)):
        yield f"it may answer {status}, which nobody reckons with"
    for status, given in olds.items():
        old = documents.resolve(given, documents.old)
        if status not in news:
            if status.startswith("2"):
                yield f"it never answers {status} any more"
            continue
        new = documents.resolve(news[status], documents.new)
        for header in old.get("headers", {}):
            if header not in new.get("headers", {}):
                yield f"{status}: the header {header} is gone"
        for media, content in old.get("content", {}).items():
            if media not in new.get("content", {}):
                yield f"{status}: {media} is gone"
            else:
                after = new["content"][media].get("schema", {})
                yield from compare_schemas(content.get("schema", {}), after, status, documents, sent=False)
