from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from django.db import connection, transaction

from platform_core.entitlements.enums import Limit
from platform_core.identity.errors import InvitationRefused
from platform_core.identity.selectors import get_seat_count
from platform_core.identity.services.mail_invitation import mail_invitation
from platform_core.kernel.ids import new_id
from platform_core.messaging.addresses import read_mail_address
from platform_core.tenancy.services.check_room import check_room

LIFETIME = dt.timedelta(days=7)
INVITE = "SELECT public.invite_member(%s, %s, %s, %s, %s, %s, %s)"


@transaction.atomic
def invite_member(
    *, email: str, role: str, role_name: str, by: uuid.UUID, by_name: str, language: str, now: dt.datetime
) -> uuid.UUID:
    """Ask somebody by mail to work in the current shop. The link is good for this address, once, for seven days.

    Args:
        role: any but the owner's, which is handed over by an owner to a member.
        role_name: what the mail calls it.
        by: an owner of the shop.
        language: of the mail.

    Returns:
        The invitation's id.

    Raises:
        MailAddressInvalid
        SubscriptionInactive, LimitReached: members and open invitations are as many as the plan allows.
        InvitationRefused: a member already, invited already, or whoever asks is no owner.
    """
    invitation_id, token = new_id(), secrets.token_urlsafe(32)
    address = read_mail_address(email.strip().lower())
    hashed = hashlib.sha256(token.encode()).digest()
    check_room(limit=Limit.STAFF, used_by=lambda: get_seat_count(now))
    with connection.cursor() as cursor:
        cursor.execute(INVITE, [invitation_id, address, role, hashed, now, now + LIFETIME, by])
        answer = cursor.fetchone()[0]
    if answer != "done":
        raise InvitationRefused(reason=answer)
    mail_invitation(
        to=address, token=token, role_name=role_name, by_name=by_name, days=LIFETIME.days, language=language, now=now
    )
    return invitation_id
