from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.compliance.acts import SYSTEM, Act
from platform_core.compliance.enums import SupplierAct, SupplierState
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.compliance.retention import ARCHIVE_AFTER
from platform_core.compliance.services.advance_supplier import advance_supplier

MOST = 200


def archive_suppliers(*, now: dt.datetime) -> int:
    """Close the files of suppliers that left a while ago: from then on they are stored, and nothing else (PIPL 47); on the platform.

    Returns:
        How many.
    """
    due = Supplier.objects.filter(state=SupplierState.OFFBOARDED, ended_at__lte=now - ARCHIVE_AFTER)
    done = 0
    for supplier_id in list(due.order_by("ended_at").values_list("pk", flat=True)[:MOST]):
        with transaction.atomic():
            supplier = get_supplier_locked(supplier_id)
            if supplier.state == SupplierState.OFFBOARDED:
                advance_supplier(supplier=supplier, act=Act(SupplierAct.ARCHIVE, SYSTEM, now))
                done += 1
    return done
