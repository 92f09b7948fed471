from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

_types: dict[str, type[EventPayload]] = {}


class EventPayload:
    """Base of all event payloads: a frozen dataclass with a ``type`` and JSON-able fields."""

    type: ClassVar[str]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        _types[cls.type] = cls


@dataclass(frozen=True, slots=True)
class CodeStep:
    """What the events of all steps of a code tell; no event by itself."""

    id: str
    sku: str
    issuance: str | None
    status: str
    previous_status: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What the events of a refund tell; no event by itself."""

    id: str
    external_id: str
    issuance: str
    amount: int
    currency: str
    disposition: str
    codes: int


@dataclass(frozen=True, slots=True)
class Callback:
    """Who is to be told of an event: a checked URL, and the version of the API that it is told in."""

    url: str
    version: str


def registered_types() -> dict[str, type[EventPayload]]:
    """Every event type and its payload class."""
    return dict(_types)
