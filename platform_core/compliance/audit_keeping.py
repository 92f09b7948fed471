"""How long rows of the audit logs are kept (docs/audit.md). The database holds the floors, too: sql/audit_cuts.sql."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings

from platform_core.compliance.audit_chain import Kept

LEAST_LOG: Final = dt.timedelta(days=183)  # 网络安全法: six months
YEAR: Final = dt.timedelta(days=366)
# KEEP-01 counts from the completion of what a row is about; within a year of an act on it an order is over.
UNTIL_COMPLETED: Final = YEAR
LEAST: Final = {Kept.LOG: LEAST_LOG, Kept.RECORD: dt.timedelta(days=3 * 365)}  # nothing younger is ever gone lawfully
RECORD_YEARS: Final = {"ordinary": 3, "large": 5, "licensed": 10}


def edge_of(kept: Kept, now: dt.datetime) -> dt.datetime | None:
    """Rows of this class that are older may go; None: none ever."""
    match kept:
        case Kept.LOG:
            return now - max(dt.timedelta(days=settings.KAQUAN_LOG_DAYS), LEAST_LOG)
        case Kept.RECORD:
            return now - RECORD_YEARS[settings.KAQUAN_RETENTION_PROFILE] * YEAR - UNTIL_COMPLETED
        case Kept.ALWAYS:
            return None
