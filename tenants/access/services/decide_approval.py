from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.access.enums import ApprovalState
from tenants.access.errors import ApprovalOver, SecondPersonNeeded
from tenants.access.locks import find_approval_locked
from tenants.access.models import Approval
from tenants.access.services.record_act import Person


def decide_approval(*, approval_id: uuid.UUID, approved: bool, person: Person, now: dt.datetime) -> Approval:
    """Allow or refuse what another person asked for.

    Raises:
        RecordNotFound
        SecondPersonNeeded: whoever asked cannot decide, whatever their role.
        ApprovalOver: decided, withdrawn or expired before.
    """
    with transaction.atomic():
        approval = find_approval_locked(approval_id)
        if approval is None:
            raise RecordNotFound(id=str(approval_id))
        if approval.asked_by == person.user_id or approval.asked_email == person.email:
            raise SecondPersonNeeded
        if approval.state != ApprovalState.WAITING or now >= approval.expires_at:
            raise ApprovalOver
        approval.state = ApprovalState.APPROVED if approved else ApprovalState.REFUSED
        approval.decided_by, approval.decided_email, approval.decided_at = person.user_id, person.email, now
        approval.save(update_fields=["state", "decided_by", "decided_email", "decided_at"])
    return approval
