from __future__ import annotations

import datetime as dt
import uuid

from tenants.access.models import AttentionLook


def note_look(*, user_id: uuid.UUID, now: dt.datetime) -> None:
    """Note that a person looked at what finished."""
    AttentionLook.objects.update_or_create(user_id=user_id, defaults={"looked_at": now})
