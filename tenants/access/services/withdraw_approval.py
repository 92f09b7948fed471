from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.access.enums import ApprovalState
from tenants.access.errors import ApprovalOver
from tenants.access.locks import find_approval_locked
from tenants.access.services.record_act import Person


def withdraw_approval(*, approval_id: uuid.UUID, person: Person, now: dt.datetime) -> None:
    """Take back what one asked for oneself, as long as it is not done.

    Raises:
        RecordNotFound: no such request of this person.
        ApprovalOver: it was done, refused or withdrawn before.
    """
    with transaction.atomic():
        approval = find_approval_locked(approval_id)
        if approval is None or approval.asked_by != person.user_id:
            raise RecordNotFound(id=str(approval_id))
        if approval.state not in {ApprovalState.WAITING, ApprovalState.APPROVED}:
            raise ApprovalOver
        approval.state = ApprovalState.WITHDRAWN
        approval.save(update_fields=["state"])
