from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class ExportCompleted(EventPayload):
    """The file of an export can be fetched. The link is not told here: ask for the export."""

    type = "export.completed"
    id: str
    kind: str
    format: str
    reveal: bool
    rows: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ExportFailed(EventPayload):
    """An export could not be written."""

    type = "export.failed"
    id: str
    kind: str
    reason: str
