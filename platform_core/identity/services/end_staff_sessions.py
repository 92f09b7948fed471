from __future__ import annotations

import uuid

from platform_core.identity.models import StaffSession


def end_staff_sessions(*, user_id: uuid.UUID) -> int:
    """End every session of somebody in the platform console, on all devices.

    Returns:
        How many there were.
    """
    ended, _kinds = StaffSession.objects.filter(user_id=user_id).delete()
    return ended
