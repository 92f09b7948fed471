from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class SmsSent(EventPayload):
    """A carrier took a short message of the shop; it is counted as so many (`segments`) as it is sent in."""

    type = "sms.sent"
    id: str
    segments: int


@dataclass(frozen=True, slots=True)
class StorageMeasured(EventPayload):
    """How much is kept for the shop, in megabytes of 1,048,576 bytes, rounded up; measured once a day."""

    type = "storage.measured"
    id: str
    megabytes: int
