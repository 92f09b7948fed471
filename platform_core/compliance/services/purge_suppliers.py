from __future__ import annotations

import datetime as dt

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.models import Supplier
from platform_core.compliance.retention import Kept, Profile, cutoff
from platform_core.compliance.services.purge_supplier import purge_supplier

MOST = 50


def purge_suppliers(*, now: dt.datetime) -> int:
    """Purge the files of suppliers whose time is over, each by itself, so that one cut off costs one; on the platform.

    Returns:
        How many.
    """
    due = Supplier.objects.filter(
        state=SupplierState.RESTRICTED_ARCHIVE, ended_at__lte=cutoff(Kept.SUPPLIER_FILES, Profile.STANDARD, now)
    )
    done, after = 0, None
    while done < MOST:
        left = due.filter(ended_at__gt=after) if after else due
        found = left.order_by("ended_at").values_list("pk", "ended_at").first()
        if found is None:
            return done
        after = found[1]
        # Those that left at one and the same moment are taken together.
        for supplier_id in list(due.filter(ended_at=after).values_list("pk", flat=True)):
            done += purge_supplier(supplier_id=supplier_id, now=now)
    return done
