from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from django.db import connection, transaction

from platform_core.entitlements.enums import Limit
from platform_core.identity.errors import InvitationGone
from platform_core.identity.models import Invitation
from platform_core.identity.selectors import get_seat_count
from platform_core.identity.services.invite_member import LIFETIME
from platform_core.identity.services.mail_invitation import mail_invitation
from platform_core.tenancy.services.check_room import check_room


@transaction.atomic
def renew_invitation(
    *, invitation_id: uuid.UUID, role_name: str, by: uuid.UUID, by_name: str, language: str, now: dt.datetime
) -> str:
    """Send an open invitation again with a new link; the one before is good for nothing any more.

    Returns:
        The address that it went to.

    Raises:
        SubscriptionInactive, LimitReached: it was too old, and its seat is taken.
        InvitationGone: taken, withdrawn, of another shop, or whoever asks is no owner.
    """
    token = secrets.token_urlsafe(32)
    hashed = hashlib.sha256(token.encode()).digest()
    lapsed = Invitation.objects.filter(pk=invitation_id, expires_at__lte=now).exists()  # it holds no seat any more
    check_room(limit=Limit.STAFF, used_by=lambda: get_seat_count(now), more=int(lapsed))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.renew_invitation(%s, %s, %s, %s, %s)", [invitation_id, hashed, now, now + LIFETIME, by]
        )
        if cursor.fetchone()[0] != "done":
            raise InvitationGone
    address = Invitation.objects.values_list("email", flat=True).get(pk=invitation_id)
    mail_invitation(
        to=address, token=token, role_name=role_name, by_name=by_name, days=LIFETIME.days, language=language, now=now
    )
    return address
