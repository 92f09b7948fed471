"""What a buyer answered for a line of an order, and what a person handed over for it: sealed at rest with the line."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from platform_core.kernel.sealing import derive, keystore, open_json, seal, seal_json, unseal
from platform_core.tenancy.context import current_tenant

INPUTS, HANDED_OVER = "order-inputs", "order-handed-over"


def seal_inputs(line_id: uuid.UUID, inputs: Mapping[str, str]) -> bytes | None:
    """Answers, to be stored with their line; None: nothing was asked."""
    return seal_json(current_tenant().id, INPUTS, line_id, dict(inputs)) if inputs else None


def open_inputs(line_id: uuid.UUID, sealed: bytes | memoryview | None) -> dict[str, str]:
    """Answers, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    if sealed is None:
        return {}
    opened: dict[str, str] = open_json(current_tenant().id, INPUTS, line_id, sealed)
    return opened


def seal_handed_over(line_id: uuid.UUID, text: str) -> bytes:
    """What is handed over to the buyer by a person: as secret as a code."""
    return seal(_handed_over_key(), text.encode(), line_id.bytes)


def open_handed_over(line_id: uuid.UUID, sealed: bytes | memoryview) -> str:
    """What was handed over.

    Raises:
        KeyMissing, SealBroken
    """
    return unseal(_handed_over_key(), bytes(sealed), line_id.bytes).decode()


def _handed_over_key() -> bytes:
    return derive(keystore().get(current_tenant().id), HANDED_OVER)
