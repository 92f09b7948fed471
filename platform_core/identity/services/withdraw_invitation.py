from __future__ import annotations

import datetime as dt
import uuid

from django.db import connection

from platform_core.identity.errors import InvitationGone


def withdraw_invitation(*, invitation_id: uuid.UUID, by: uuid.UUID, now: dt.datetime) -> None:
    """Take an open invitation of the current shop back: its link opens nothing any more.

    Raises:
        InvitationGone: taken, withdrawn, of another shop, or whoever asks is no owner.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.withdraw_invitation(%s, %s, %s)", [invitation_id, now, by])
        if cursor.fetchone()[0] != "done":
            raise InvitationGone
