from __future__ import annotations

import uuid
from typing import Any

from django.db import DatabaseError, connection, transaction

from platform_core.compliance.errors import LookRefused
from platform_core.compliance.looking import find_refusal
from platform_core.compliance.models.tenant_look import LEAST_REASON


def open_look(
    *,
    tenant_role: str,
    staff_id: uuid.UUID,
    reason: str,
    basis: str,
    minutes: int,
    address: str | None,
    proposal_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Let a member of the staff look into one shop for a while; the shop's own audit log says so from this moment on.

    Args:
        reason: at least ten characters; the shop reads it.
        basis: the ticket, or what the law says.
        minutes: for how long, 60 at most, by the clock of the database.
        proposal_id: what another lead agreed to: the look shows buyers' contacts in the clear.

    Raises:
        LookRefused
    """
    if len(reason.strip()) < LEAST_REASON:
        raise LookRefused(reason="reason_short")
    values: list[Any] = [
        tenant_role,
        staff_id,
        reason.strip()[:500],
        basis.strip()[:200],
        minutes,
        proposal_id,
        address or None,
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT public.open_look(%s, %s, %s, %s, %s, %s, %s)", values)
            opened: uuid.UUID = cursor.fetchone()[0]
            return opened
    except DatabaseError as error:
        raise find_refusal(error) or error from error
