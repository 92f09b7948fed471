from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class ImportCompleted(EventPayload):
    """The codes of a file are in stock."""

    type = "import.completed"
    id: str
    sku: str
    accepted: int
    duplicates: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportFailed(EventPayload):
    """The whole file was refused; nothing of it is in stock."""

    type = "import.failed"
    id: str
    sku: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportUndone(EventPayload):
    """The unsold codes of an import were taken out of stock again."""

    type = "import.undone"
    id: str
    sku: str
    removed: int
