from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import FindingState
from platform_core.compliance.errors import FindingDecided, ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_finding_locked
from platform_core.compliance.models import Finding


def decide_finding(*, finding_id: uuid.UUID, actor: Actor, confirmed: bool, note: str, now: dt.datetime) -> Finding:
    """A person says whether what a rule found is so; once, with a reason.

    Raises:
        RecordNotFound
        FindingDecided
        ProposalInvalid: without a note.
    """
    if not note.strip():
        raise ProposalInvalid(reason="incomplete")
    with transaction.atomic():
        finding = get_finding_locked(finding_id)
        if finding.state != FindingState.OPEN:
            raise FindingDecided
        finding.state = FindingState.CONFIRMED if confirmed else FindingState.DISMISSED
        finding.decided_by, finding.decided_at, finding.note = actor.email, now, note.strip()[:1000]
        finding.save(update_fields=["state", "decided_by", "decided_at", "note"])
    return finding
