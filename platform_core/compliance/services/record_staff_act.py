from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.models import StaffAct


def record_staff_act(
    *,
    user_id: uuid.UUID | None,
    email: str,
    act: str,
    target: str = "",
    tenant_role: str = "",
    reason: str = "",
    address: str | None = None,
    now: dt.datetime,
) -> uuid.UUID:
    """Write down that a member of the staff sets out to do something, before it is done.

    Args:
        act: the name of the page's address.
        target: what its address names: ids, no contacts.
        tenant_role: whose shop it is about.
        reason: in the person's own words; cut at 200 characters.

    Returns:
        The entry, for ``record_staff_outcome``.
    """
    entry = StaffAct.objects.create(
        at=now,
        user_id=user_id,
        email=email,
        act=act[:60],
        target=target[:120],
        tenant_role=tenant_role,
        reason=reason[:200],
        address=address or None,
    )
    return entry.id
