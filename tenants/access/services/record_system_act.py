from __future__ import annotations

import datetime as dt
import uuid

from tenants.access.models import AuditEntry


def record_system_act(*, act: str, now: dt.datetime) -> uuid.UUID:
    """Write down that the platform's own work sets out to do something in the shop, before it is done.

    Returns:
        The entry, for ``record_outcome``.
    """
    return AuditEntry.objects.create(at=now, user_id=None, email="system", role="system", act=act[:60]).id
