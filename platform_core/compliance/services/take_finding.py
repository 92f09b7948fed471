from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.compliance.enums import FindingState
from platform_core.compliance.errors import FindingDecided
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_finding_locked
from platform_core.compliance.models import Finding


def take_finding(*, finding_id: uuid.UUID, actor: Actor) -> Finding:
    """Somebody says that they look into a finding; whoever had it before has it no longer.

    Raises:
        RecordNotFound
        FindingDecided
    """
    with transaction.atomic():
        finding = get_finding_locked(finding_id)
        if finding.state != FindingState.OPEN:
            raise FindingDecided
        finding.taken_by = actor.email
        finding.save(update_fields=["taken_by"])
    return finding
