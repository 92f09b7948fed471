"""What a buyer answered for a line of an order, and what a person handed over for it: sealed at rest with the line."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import orjson

from platform_core.kernel.sealing import derive, keystore, seal, unseal
from platform_core.tenancy.context import current_tenant

INPUTS, HANDED_OVER = "order-inputs", "order-handed-over"


def seal_inputs(line_id: uuid.UUID, inputs: Mapping[str, str]) -> bytes | None:
    """Answers, to be stored with their line; None: nothing was asked."""
    return _seal(INPUTS, line_id, orjson.dumps(dict(inputs))) if inputs else None


def open_inputs(line_id: uuid.UUID, sealed: bytes | memoryview | None) -> dict[str, str]:
    """Answers, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    if sealed is None:
        return {}
    opened: dict[str, str] = orjson.loads(_open(INPUTS, line_id, sealed))
    return opened


def seal_handed_over(line_id: uuid.UUID, text: str) -> bytes:
    """What is handed over to the buyer by a person: as secret as a code."""
    return _seal(HANDED_OVER, line_id, text.encode())


def open_handed_over(line_id: uuid.UUID, sealed: bytes | memoryview) -> str:
    """What was handed over.

    Raises:
        KeyMissing, SealBroken
    """
    return _open(HANDED_OVER, line_id, sealed).decode()


def _seal(purpose: str, line_id: uuid.UUID, plain: bytes) -> bytes:
    return seal(derive(keystore().get(current_tenant().id), purpose), plain, line_id.bytes)


def _open(purpose: str, line_id: uuid.UUID, sealed: bytes | memoryview) -> bytes:
    return unseal(derive(keystore().get(current_tenant().id), purpose), bytes(sealed), line_id.bytes)
