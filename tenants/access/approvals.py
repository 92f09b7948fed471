"""What is asked for when an act takes two people: sealed, for it may hold keys of an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from platform_core.kernel.sealing import open_json, seal_json

LIFETIME: Final = dt.timedelta(hours=24)
PURPOSE: Final = "approval"


def seal_payload(tenant_id: uuid.UUID, approval_id: uuid.UUID, payload: Mapping[str, Any]) -> bytes:
    """Readable with this very approval of this very shop alone."""
    return seal_json(tenant_id, PURPOSE, approval_id, dict(payload))


def open_payload(tenant_id: uuid.UUID, approval_id: uuid.UUID, sealed: bytes | memoryview) -> dict[str, Any]:
    """What was asked for.

    Raises:
        KeyMissing, SealBroken
    """
    opened: dict[str, Any] = open_json(tenant_id, PURPOSE, approval_id, sealed)
    return opened
