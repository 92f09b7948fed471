from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from platform_core.tenancy.context import current_tenant
from tenants.access.approvals import open_payload
from tenants.access.enums import ApprovalState, TwoPersonAct
from tenants.access.errors import ApprovalOver, SecondPersonNeeded
from tenants.access.locks import find_approval_locked
from tenants.access.services.record_act import Person


def take_approval(*, approval_id: uuid.UUID, act: TwoPersonAct, person: Person, now: dt.datetime) -> dict[str, Any]:
    """Use up an approval: what it allows is done once, by the two people that it names. Call it in the transaction of the act.

    Returns:
        The payload that was asked for; nothing else was allowed.

    Raises:
        SecondPersonNeeded: nobody else has approved it, or this person neither asked nor approved.
        ApprovalOver: done, withdrawn or expired before.
    """
    with transaction.atomic():
        approval = find_approval_locked(approval_id)
        if approval is None or approval.act != act or person.user_id not in {approval.asked_by, approval.decided_by}:
            raise SecondPersonNeeded
        if approval.state == ApprovalState.WAITING:
            raise SecondPersonNeeded
        if approval.state != ApprovalState.APPROVED or now >= approval.expires_at:
            raise ApprovalOver
        approval.state, approval.done_at = ApprovalState.DONE, now
        approval.save(update_fields=["state", "done_at"])
        return open_payload(current_tenant().id, approval.id, approval.payload)
