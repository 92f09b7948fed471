from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import FindingState
from platform_core.compliance.locks import get_finding_locked
from platform_core.compliance.models import Finding


def decide_finding(*, finding_id: uuid.UUID, state: FindingState, by: str, note: str, now: dt.datetime) -> Finding:
    """A member of staff decides an open finding; what is decided stays so, whoever asks again.

    Args:
        state: ``CONFIRMED`` or ``DISMISSED``.
        by: e-mail address of the member of staff.
        note: why, for the record; the merchant does not see it.

    Returns:
        The finding as it stands; ``decided_by`` says whose decision that is.

    Raises:
        RecordNotFound: no such finding.
    """
    assert state != FindingState.OPEN
    with transaction.atomic():
        finding = get_finding_locked(finding_id)
        if finding.state == FindingState.OPEN:
            finding.state, finding.decided_by, finding.decided_at, finding.note = state, by, now, note[:1000]
            finding.save(update_fields=["state", "decided_by", "decided_at", "note"])
    return finding
