from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.services.invite_member import invite_member
from platform_core.tenancy.cache import count_up
from tenants.access.errors import TooManyInvitations
from tenants.access.role_choices import hold_role, role_name

PER_HOUR = 30


@transaction.atomic
def invite_staff(*, email: str, role: str, by: uuid.UUID, by_name: str, language: str, now: dt.datetime) -> uuid.UUID:
    """Ask somebody by mail to work here, in a role that there is.

    Returns:
        The invitation's id.

    Raises:
        RoleInvalid, MailAddressInvalid, InvitationRefused, TooManyInvitations
    """
    if count_up("invitations", window=3600) > PER_HOUR:
        raise TooManyInvitations
    hold_role(role)
    return invite_member(
        email=email,
        role=role,
        role_name=role_name(role, language),
        by=by,
        by_name=by_name,
        language=language,
        now=now,
    )
