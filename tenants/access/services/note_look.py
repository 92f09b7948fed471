from __future__ import annotations

import datetime as dt
import uuid

from tenants.access.models import AttentionLook


def note_look(*, user_id: uuid.UUID, now: dt.datetime) -> None:
    """Note that a person looked at what finished."""
    AttentionLook.objects.bulk_create(
        [AttentionLook(user_id=user_id, looked_at=now)],
        update_conflicts=True, unique_fields=["user_id"], update_fields=["looked_at"],
    )  # fmt: skip
