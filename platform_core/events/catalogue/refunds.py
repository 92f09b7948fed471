from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class RefundSucceeded(EventPayload):
    """A refund is in the books, and its codes are what its disposition says."""

    type = "refund.succeeded"
    id: str
    external_id: str
    issuance: str
    amount: int
    currency: str
    disposition: str
    codes: int
