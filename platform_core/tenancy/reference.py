from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TenantRef:
    """What a request needs to know of its tenant; a value, safe to cache in a process."""

    id: uuid.UUID
    code: str
    slug: str
    name: str
    schema_name: str
    role_name: str
    state: str
    livemode: bool
    live_tenant_id: uuid.UUID | None
    preset: str
    positioning: str
    time_zone: str
    currency: str
    host: str
    language: str = ""
    clock_ahead: dt.timedelta = dt.timedelta()  # of a test twin; its owner may advance it

    @property
    def sells(self) -> bool:
        """May this tenant sell and issue now? A suspended one may only show what was sold."""
        return self.state == "active"
