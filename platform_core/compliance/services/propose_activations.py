from __future__ import annotations

import datetime as dt

from platform_core.compliance.acts import SYSTEM, Act
from platform_core.compliance.enums import Level, SubjectKind, SupplierAct, SupplierState
from platform_core.compliance.errors import SupplierActRefused
from platform_core.compliance.lifecycle import LIMITED_FOR, take
from platform_core.compliance.models import Finding, Supplier
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.signal_selectors import get_orders_of_supplier
from platform_core.compliance.standing import standing_of

RULE = "GROWN"


def propose_activations(*, now: dt.datetime) -> int:
    """Put suppliers before the staff whose limits may be lifted; a reviewer lifts them (``activate_supplier``). On the platform.

    Returns:
        How many were proposed anew.
    """
    limited = Supplier.objects.filter(state=SupplierState.APPROVED_LIMITED, limited_since__lte=now - LIMITED_FOR)
    fresh = 0
    for supplier in limited.order_by("limited_since"):
        orders, disputed = get_orders_of_supplier(supplier.id)
        key = f"{RULE}:{supplier.id}:{supplier.version}"
        try:
            take(
                standing_of(supplier),
                Act(SupplierAct.ACTIVATE, SYSTEM, now, facts={"orders": orders, "disputed": disputed}),
            )
        except SupplierActRefused:
            continue
        if Finding.objects.filter(key=key).exists():
            continue
        report_finding(
            rule_id=RULE,
            level=Level.INFORM,
            subject=(SubjectKind.SUPPLIER, str(supplier.id)),
            key=key,
            facts={"orders": orders, "disputed": disputed},
            supplier_id=supplier.id,
            now=now,
        )
        fresh += 1
    return fresh
