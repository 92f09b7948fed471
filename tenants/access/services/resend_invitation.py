from __future__ import annotations

import datetime as dt
import uuid

from platform_core.identity.services.renew_invitation import renew_invitation
from platform_core.tenancy.cache import count_up
from tenants.access.errors import TooManyInvitations
from tenants.access.role_choices import role_name
from tenants.access.services.invite_staff import PER_HOUR


def resend_invitation(
    *, invitation_id: uuid.UUID, role: str, by: uuid.UUID, by_name: str, language: str, now: dt.datetime
) -> None:
    """Send an open invitation again; it counts like a new one, for it is a mail to a stranger as well.

    Raises:
        InvitationGone, TooManyInvitations
    """
    if count_up("invitations", window=3600) > PER_HOUR:
        raise TooManyInvitations
    renew_invitation(
        invitation_id=invitation_id,
        role_name=role_name(role, language),
        by=by,
        by_name=by_name,
        language=language,
        now=now,
    )
