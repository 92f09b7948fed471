from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from platform_core.identity.errors import NotAMember
from platform_core.identity.models import ConsoleTicket, Membership

LIFETIME = dt.timedelta(seconds=60)


def issue_console_ticket(
    *, user_id: uuid.UUID, tenant_id: uuid.UUID, now: dt.datetime, second_factor: bool = False
) -> str:
    """A one-time token with which ``user_id`` enters the back office of ``tenant_id`` within a minute.

    Args:
        second_factor: was the log-in that it carries completed with one?

    Raises:
        NotAMember: they do not work there.
    """
    membership = Membership.objects.filter(user_id=user_id, tenant_id=tenant_id).first()
    if membership is None:
        raise NotAMember
    token = secrets.token_urlsafe(32)
    ConsoleTicket.objects.filter(expires_at__lt=now - dt.timedelta(days=1)).delete()
    ConsoleTicket.objects.create(
        token_hash=hashlib.sha256(token.encode()).digest(),
        user_id=membership.user_id,
        tenant_role=membership.tenant_role,
        expires_at=now + LIFETIME,
        second_factor=second_factor,
    )
    return token
