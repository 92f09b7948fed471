from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import SupplierAct, SupplierState
from platform_core.compliance.lifecycle import EXPIRING_WITHIN, SELLING, SYSTEM, Act
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Supplier
from platform_core.compliance.selectors import find_ending_document, find_lapsed_document
from platform_core.compliance.services.advance_supplier import advance_supplier


def review_supplier_papers(*, supplier_id: uuid.UUID, now: dt.datetime) -> Supplier:
    """Bring the standing of a supplier to what its papers say at this moment: near their end, over, or good again.

    Of one that expired nothing more is sold; what was sold is not touched. Doing it again changes nothing.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        if supplier.state not in SELLING:
            return supplier
        if paper := find_lapsed_document(supplier.id, now):
            facts = {"documents_lapsed": True, "document": str(paper.id)}
            return advance_supplier(supplier=supplier, act=Act(SupplierAct.EXPIRE, SYSTEM, now, facts=facts))
        ending = find_ending_document(supplier.id, now, EXPIRING_WITHIN)
        if ending is not None and supplier.state == SupplierState.ACTIVE:
            facts = {"document_ends_soon": True, "document": str(ending.id)}
            return advance_supplier(supplier=supplier, act=Act(SupplierAct.NEAR_END, SYSTEM, now, facts=facts))
        if ending is None and supplier.state == SupplierState.EXPIRING:
            facts = {"documents_last": True}
            return advance_supplier(supplier=supplier, act=Act(SupplierAct.REFRESH, SYSTEM, now, facts=facts))
        return supplier
