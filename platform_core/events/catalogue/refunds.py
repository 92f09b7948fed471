from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload, RefundFacts


@dataclass(frozen=True, slots=True)
class RefundCreated(RefundFacts, EventPayload):
    """A refund was accepted: no other may give this money back."""

    type = "refund.created"


@dataclass(frozen=True, slots=True)
class RefundSucceeded(RefundFacts, EventPayload):
    """A refund is in the books, and its codes are what its disposition says."""

    type = "refund.succeeded"


@dataclass(frozen=True, slots=True)
class RefundFailed(RefundFacts, EventPayload):
    """A refund was given up: no code was voided, no money is owed. ``failure`` is the error code that says why."""

    type = "refund.failed"
    failure: str
