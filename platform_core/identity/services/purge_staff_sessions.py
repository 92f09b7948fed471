from __future__ import annotations

import datetime as dt

from platform_core.identity.models import StaffSession


def purge_staff_sessions(*, now: dt.datetime) -> int:
    """Forget sessions of the platform console that are over.

    Returns:
        How many there were.
    """
    purged, _kinds = StaffSession.objects.filter(expire_date__lt=now).delete()
    return purged
