from __future__ import annotations

from dataclasses import dataclass

from platform_core.events.catalogue.base import EventPayload


@dataclass(frozen=True, slots=True)
class PaymentAccountUpdated(EventPayload):
    """Where buyers pay was changed: ``by`` is the member of staff. ``changed`` names settings and keys, never their values."""

    type = "payment_account.updated"
    id: str
    gateway: str
    enabled: bool
    changed: tuple[str, ...]
    by: str
