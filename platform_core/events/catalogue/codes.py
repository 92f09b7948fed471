from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class CodeRevealed(EventPayload):
    """Somebody saw plaintext codes of an issuance."""

    type = "code.revealed"
    id: str
    issuance: str
    count: int
    actor: str
