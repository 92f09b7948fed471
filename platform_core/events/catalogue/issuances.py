from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class IssuanceCompleted(EventPayload):
    """All codes of the issuance are bound to it."""

    type = "issuance.completed"
    id: str
    external_id: str | None
    status: str
    quantity: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuancePartiallyCompleted(EventPayload):
    """Fewer codes were there than were asked for; those are bound to it, and it is over."""

    type = "issuance.partially_completed"
    id: str
    external_id: str | None
    status: str
    quantity: int
    requested: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuanceCreated(EventPayload):
    """It waits for stock; no code is bound to it yet."""

    type = "issuance.created"
    id: str
    external_id: str | None
    status: str
    quantity: int
    requested: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuanceProcessing(EventPayload):
    """Some of its codes are bound to it, the rest waits for stock. Told again each time that it gets more."""

    type = "issuance.processing"
    id: str
    external_id: str | None
    status: str
    quantity: int
    requested: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuanceCanceled(EventPayload):
    """It waited for stock and was cancelled before it got a code."""

    type = "issuance.canceled"
    id: str
    external_id: str | None
    status: str
    quantity: int
    requested: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuanceFailed(EventPayload):
    """It waited for stock that will not come; no code is bound to it."""

    type = "issuance.failed"
    id: str
    external_id: str | None
    status: str
    quantity: int
    requested: int
    source: str


@dataclass(frozen=True, slots=True)
class IssuanceBatchCompleted(EventPayload):
    """A batch is over: done, refused as a whole, or cancelled. ``skipped`` were never tried."""

    type = "issuance_batch.completed"
    id: str
    status: str
    succeeded: int
    failed: int
    skipped: int
