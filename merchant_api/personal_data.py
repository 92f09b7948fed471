"""What a body says of a buyer (an address, answers to what a SKU asks for): what is remembered of the body does not give it
away, and what is kept of it is sealed."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from platform_core.kernel.contacts import hash_contact, open_contact, seal_contact
from platform_core.tenancy.context import current_tenant

Change = Callable[[str], str]


def hide_personal(body: Any) -> Any:
    """A body for its fingerprint: keyed hashes in place of addresses and numbers, which are easily found by trying.

    Args:
        body: of an issuance, of a batch of them, or of a delivery, checked for form.
    """
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("issuances"), list):
        return {**body, "issuances": [_in_issuance(item, _hash) for item in body["issuances"]]}
    return _in_issuance(_in_delivery(body, _hash), _hash)


def seal_personal(body: dict[str, Any]) -> dict[str, Any]:
    """The body of an issuance, to be stored until it is made."""
    return _in_issuance(body, _seal)


def open_personal(body: dict[str, Any]) -> dict[str, Any]:
    """What was stored, as it came."""
    return _in_issuance(body, _open)


def _hash(address: str) -> str:
    return hash_contact(current_tenant().id, address).hex()


def _seal(address: str) -> str:
    return base64.b64encode(seal_contact(current_tenant().id, address).sealed).decode()


def _open(sealed: str) -> str:
    return open_contact(current_tenant().id, base64.b64decode(sealed))


def _in_issuance(body: dict[str, Any], change: Change) -> dict[str, Any]:
    delivery, lines = body.get("delivery"), body.get("lines")
    if isinstance(delivery, dict):
        body = {**body, "delivery": _in_delivery(delivery, change)}
    if isinstance(lines, list) and any(isinstance(line, dict) and line.get("inputs") for line in lines):
        body = {**body, "lines": [_in_line(line, change) for line in lines]}
    return body


def _in_line(line: Any, change: Change) -> Any:
    inputs = line.get("inputs") if isinstance(line, dict) else None
    if not isinstance(inputs, dict):
        return line
    return {**line, "inputs": {name: change(text) for name, text in inputs.items() if isinstance(text, str)}}


def _in_delivery(delivery: dict[str, Any], change: Change) -> dict[str, Any]:
    address = delivery.get("email")
    return {**delivery, "email": change(address)} if isinstance(address, str) else delivery
