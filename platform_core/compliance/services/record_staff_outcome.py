from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from platform_core.compliance.models import StaffOutcome


def record_staff_outcome(*, act_id: uuid.UUID, outcome: str, detail: Mapping[str, Any], now: dt.datetime) -> None:
    """Write down what became of it: ``done``, ``refused`` or ``failed``, with facts; never a code, a contact or a secret."""
    StaffOutcome.objects.create(act_id=act_id, outcome=outcome, detail=dict(detail), at=now)
