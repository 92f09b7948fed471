from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from platform_core.compliance.enums import SupplierState
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Restriction, Supplier
from platform_core.compliance.retention_selectors import list_kept_blacklistings
from platform_core.compliance.services.purge_supplier import PRINTS

MOST = 200


def forget_listings(*, now: dt.datetime) -> int:
    """Delete the prints of purged suppliers whose blacklisting was lifted three years ago; on the platform.

    Returns:
        How many suppliers are not known again any more.
    """
    kept = Q(uscc_print__isnull=False) | Q(person_print__isnull=False) | Q(bank_print__isnull=False)
    known = Supplier.objects.filter(kept | Q(phone_print__isnull=False), state=SupplierState.PURGED)
    lifted = known.exclude(pk__in=Restriction.objects.filter(lifted_at=None).values("supplier_id"))
    done = 0
    for supplier_id in list(lifted.order_by("ended_at").values_list("pk", flat=True)[:MOST]):
        with transaction.atomic():
            supplier = get_supplier_locked(supplier_id)
            if list_kept_blacklistings(supplier_id, now):
                continue
            supplier.uscc_print, supplier.blocked_categories = None, []
            for name in PRINTS:
                setattr(supplier, name, None)
            supplier.save(update_fields=[*PRINTS, "uscc_print", "blocked_categories"])
            told = {"reason": "", "remedy": "", "documents": [], "evidence": []}
            Restriction.objects.filter(supplier=supplier).update(**told)
            done += 1
    return done
