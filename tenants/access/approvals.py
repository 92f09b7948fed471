"""Acts that take two people: who may, and what is asked for, sealed, since it may hold keys of an account."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from platform_core.kernel.sealing import open_json, seal_json
from tenants.access.enums import Power, TwoPersonAct

# Which power one must have to ask for an act. To decide takes another person, with the power to approve.
NEEDS: dict[TwoPersonAct, Power] = {
    TwoPersonAct.EXPORT_CODES: Power.CODES_EXPORT,
    TwoPersonAct.REVEAL_CODES: Power.CODES_EXPORT,
    TwoPersonAct.CHANGE_PAYOUT: Power.PAYMENTS_EDIT,
}
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
