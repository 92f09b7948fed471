from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import current_tenant
from tenants.access.approvals import LIFETIME, seal_payload
from tenants.access.enums import TwoPersonAct
from tenants.access.errors import ReasonMissing
from tenants.access.models import Approval
from tenants.access.services.record_act import Person
from tenants.access.services.tell_approvers import tell_approvers


def ask_approval(
    *,
    act: TwoPersonAct,
    summary: Mapping[str, Any],
    payload: Mapping[str, Any],
    reason: str,
    person: Person,
    now: dt.datetime,
) -> Approval:
    """Ask a second person to allow an act, and mail those who may; it may be done within a day of being asked for.

    Args:
        summary: what the one who decides reads: labels and figures, no secret.
        payload: what exactly is to be done; sealed, opened by ``take_approval`` alone.
        reason: why, in words.

    Raises:
        ReasonMissing
    """
    if not reason.strip():
        raise ReasonMissing(param="reason")
    identifier = new_id()
    with transaction.atomic():
        approval = Approval.objects.create(
            id=identifier,
            act=act,
            summary=dict(summary),
            payload=seal_payload(current_tenant().id, identifier, payload),
            reason=reason.strip()[:200],
            asked_by=person.user_id,
            asked_email=person.email,
            asked_at=now,
            expires_at=now + LIFETIME,
        )
        tell_approvers(approval=approval, now=now)
    return approval
