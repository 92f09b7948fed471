"""The chain between the caller's version and today's: requests go up it, answers and events go down."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from merchant_api.versions.calendar import CURRENT, changes_since
from merchant_api.versions.change import PROBLEM, Body, Call

# Whatever stands below these keys is the merchant's own, a schema, or what was sent in a version of its own: an "object" in it
# is not ours to turn.
FOREIGN = frozenset({"metadata", "meta", "schema", "payload"})


def upgrade_query(query: QueryDict, call: Call, version: str) -> QueryDict:
    """Today's query parameters for a call of a version."""
    if version == CURRENT:
        return query
    upgraded = query.copy()
    for change in reversed(changes_since(version)):
        if not change.operations or call.operation in change.operations:
            change.upgrade_query(upgraded, call)
    return upgraded


def upgrade_body(body: Any, call: Call, version: str) -> Any:
    """Today's body for a call of a version; the given one is left as it is."""
    for change in reversed(changes_since(version)):
        if isinstance(body, dict) and (not change.operations or call.operation in change.operations):
            body = change.upgrade_body(dict(body), call)
    return body


def has_changed_bodies(operation: str, version: str) -> bool:
    """Did any change since a version touch what is sent to this operation? Else its body need not be looked at."""
    return any(operation in change.operations for change in changes_since(version))


def transform(kind: str, body: Body, version: str) -> Body:
    """An object as a version shows it.

    Args:
        kind: what ``object`` says of it (``issuance``); ``problem`` for the body of an error.
        body: as it is rendered today; parts of it with their own ``object`` are transformed too.
    """
    changes = changes_since(version)
    if not changes:
        return body
    shown = {key: value if key in FOREIGN else transform_parts(value, version) for key, value in body.items()}
    for change in changes:
        if (downgrade := change.downgrades.get(kind)) is not None:
            shown = downgrade(shown)
    return shown


def transform_parts(value: Any, version: str) -> Any:
    """Every object inside a value (an answer's body) as a version shows it."""
    if isinstance(value, list | tuple):
        return [transform_parts(each, version) for each in value]
    if isinstance(value, dict):
        kind = value.get("object")
        return transform(kind if isinstance(kind, str) else "", value, version)
    return value


def transform_answer(body: Any, version: str, *, problem: bool) -> Any:
    """The body of an answer as a version shows it."""
    if version == CURRENT:
        return body
    return transform(PROBLEM, body, version) if problem else transform_parts(body, version)
