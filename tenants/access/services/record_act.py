from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from tenants.access.models import AuditEntry


class Person(NamedTuple):
    """Who acts in the back office: the id and address of the log-in, and the role it acts in."""

    user_id: uuid.UUID
    email: str
    role: str


def record_act(
    *, person: Person, act: str, target: str = "", reason: str = "", address: str | None = None, now: dt.datetime
) -> uuid.UUID:
    """Write down that somebody sets out to do something, before it is done.

    Args:
        act: the name of the page's address.
        target: what its address names: ids, no contacts.
        reason: in the person's own words; cut at 200 characters.
        address: from where.

    Returns:
        The entry, for ``record_outcome``.
    """
    entry = AuditEntry.objects.create(
        at=now,
        user_id=person.user_id,
        email=person.email,
        role=person.role,
        act=act[:60],
        target=target[:120],
        reason=reason[:200],
        address=address,
    )
    return entry.id
