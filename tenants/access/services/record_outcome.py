from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from tenants.access.enums import Outcome
from tenants.access.models import AuditOutcome


def record_outcome(*, entry_id: uuid.UUID, outcome: Outcome, detail: Mapping[str, Any], now: dt.datetime) -> None:
    """Write down what became of an act; once.

    Args:
        detail: facts for whoever reads it: what changed, how many. Never a code, a contact or a secret.

    Raises:
        IntegrityError: it was written before.
    """
    AuditOutcome.objects.create(entry_id=entry_id, outcome=outcome, detail=dict(detail), at=now)
