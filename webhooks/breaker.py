"""When an endpoint that keeps failing is left alone for a while (``services.track_health`` keeps it).

Its deliveries wait then, no attempt of theirs is used up; afterwards one is tried, and what it brings decides.
"""

from __future__ import annotations

import datetime as dt

LOOKS_BACK = dt.timedelta(minutes=5)
LEAST = 10  # attempts in that time, before anything is concluded
SHARE = 0.7  # of them failing
FIRST, LONGEST = dt.timedelta(seconds=30), dt.timedelta(minutes=10)  # left alone; twice as long each further time
