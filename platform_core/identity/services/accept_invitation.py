from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction

from platform_core.entitlements.enums import Limit
from platform_core.identity.errors import InvitationGone, InvitationOfAnother
from platform_core.identity.locks import find_invitation_locked
from platform_core.identity.models import Membership, User
from platform_core.identity.selectors import get_seat_count
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.services.check_room import check_room


@transaction.atomic
def accept_invitation(*, token: str, user_id: uuid.UUID, now: dt.datetime) -> uuid.UUID:
    """Become a member of the shop that asked. On the platform.

    Returns:
        The shop's tenant id.

    Raises:
        InvitationGone: unknown, used, withdrawn or too old.
        SubscriptionInactive, LimitReached: the shop has more people than its plan allows by now.
        InvitationOfAnother: it was sent to another address.
    """
    invitation = find_invitation_locked(hashlib.sha256(token.encode()).digest())
    if invitation is None or not invitation.is_open(now):
        raise InvitationGone
    if User.objects.get(pk=user_id).email != invitation.email:
        raise InvitationOfAnother
    shop = directory.find_by_id(invitation.tenant_id)
    if shop is None:
        raise InvitationGone
    with tenant_context(shop):
        check_room(limit=Limit.STAFF, used_by=lambda: get_seat_count(now), more=0)
    Membership.objects.get_or_create(
        user_id=user_id,
        tenant_id=invitation.tenant_id,
        defaults={"tenant_role": invitation.tenant_role, "role": invitation.role, "created_at": now},
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return invitation.tenant_id
