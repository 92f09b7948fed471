from typing import Any, Literal, cast

KeyInputScopesItem = Literal[
    "balance:read",
    "catalog:read",
    "catalog:write",
    "codes:manage",
    "codes:read",
    "codes:redeem",
    "codes:reveal",
    "codes:validate",
    "codes:void",
    "events:read",
    "inventory:read",
    "inventory:write",
    "issuances:read",
    "issuances:write",
    "logs:read",
    "refunds:read",
    "refunds:write",
    "webhooks:manage",
]


def check_key_input_scopes_item(value: Any) -> KeyInputScopesItem:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(KeyInputScopesItem, value)
