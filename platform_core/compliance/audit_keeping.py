"""How long rows of the audit logs are kept (docs/audit.md). The database holds the floors, too: sql/audit_cuts.sql."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings

from platform_core.compliance.audit_chain import Keeping
from platform_core.compliance.retention import Kept, Profile, cutoff

LEAST_LOG: Final = dt.timedelta(days=183)  # 网络安全法: six months
YEAR: Final = dt.timedelta(days=366)
# KEEP-01 counts from the completion of what a row is about; within a year of an act on it an order is over.
UNTIL_COMPLETED: Final = YEAR
# Nothing younger is ever gone lawfully.
LEAST: Final = {Keeping.LOG: LEAST_LOG, Keeping.RECORD: dt.timedelta(days=3 * 365)}


def edge_of(kept: Keeping, profile: Profile, now: dt.datetime) -> dt.datetime | None:
    """Rows of this class that are older may go; None: none ever.

    Acts on orders are kept for as long as the longest of the records that they may be about.
    """
    match kept:
        case Keeping.LOG:
            return now - max(dt.timedelta(days=settings.KAQUAN_LOG_DAYS), LEAST_LOG)
        case Keeping.RECORD:
            return cutoff(Kept.LARGE_PURCHASES, profile, now) - UNTIL_COMPLETED
        case Keeping.ALWAYS:
            return None
