from __future__ import annotations

import datetime as dt

from platform_core.compliance.models import MerchantFile
from platform_core.compliance.retention import Kept, Profile, cutoff
from platform_core.compliance.services.purge_merchant import purge_merchant
from platform_core.tenancy.selectors import list_closed_roles

MOST = 50


def purge_merchants(*, now: dt.datetime) -> int:
    """Purge the files and papers of merchants whose shops were closed long enough ago, each by itself; on the platform.

    Returns:
        How many.
    """
    closed = list_closed_roles(until=cutoff(Kept.MERCHANT_FILES, Profile.STANDARD, now))
    due = MerchantFile.objects.filter(tenant_role__in=closed, purged_at=None).order_by("changed_at")
    done = 0
    for file_id, role in list(due.values_list("pk", "tenant_role")):
        done += purge_merchant(file_id=file_id, closed_at=closed[role], now=now)
        if done >= MOST:
            break
    return done
