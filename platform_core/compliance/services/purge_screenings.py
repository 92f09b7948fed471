from __future__ import annotations

import datetime as dt

from django.db import connection

from platform_core.compliance.retention import Kept, Profile, cutoff
from platform_core.compliance.retention_selectors import get_longest_profile
from platform_core.kernel.ids import first_id_at

SLICE, SLICES = 2_000, 50


def purge_screenings(*, now: dt.datetime) -> int:
    """Delete screenings whose time is over, in slices that hold nobody up; on the platform. The database refuses what is too early.

    Returns:
        How many.
    """
    profile = get_longest_profile(())
    before, gone = first_id_at(cutoff(Kept.SCREENINGS, profile, now)), 0
    for _ in range(SLICES):
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.purge_screenings(%s, %s, %s)", [before, profile == Profile.LICENSED, SLICE])
            slice_ = cursor.fetchone()[0]
        gone += slice_
        if slice_ < SLICE:
            break
    return gone
