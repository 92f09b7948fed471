from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Actor
from platform_core.compliance.enums import FindingState, SubjectKind
from platform_core.compliance.errors import FindingDecided
from platform_core.compliance.models import Finding, MerchantFile
from platform_core.compliance.services.call_in_merchant import call_in_merchant
from platform_core.compliance.services.call_in_supplier import call_in_supplier
from platform_core.compliance.services.decide_finding import decide_finding
from platform_core.kernel.errors import RecordNotFound


def order_reverification(
    *,
    finding_id: uuid.UUID,
    whom: SubjectKind,
    due_at: dt.datetime,
    told: str,
    actor: Actor,
    note: str,
    now: dt.datetime,
) -> Finding:
    """A finding is so, and who it is about is to be verified again by a day (FRD-02, X12): both, or neither.

    Args:
        whom: ``SUPPLIER`` or ``MERCHANT``.
        told: what its shops are told of it; it names no other shop.
        note: why, for the record.

    Raises:
        RecordNotFound: no such finding, or it is about no such party.
        FindingDecided
        SupplierActRefused, MerchantActRefused: it is not verified now, or is due sooner anyway.
    """
    with transaction.atomic():
        found = decide_finding(finding_id=finding_id, state=FindingState.CONFIRMED, by=actor.email, note=note, now=now)
        if (found.decided_by, found.decided_at) != (actor.email, now):
            raise FindingDecided
        if whom == SubjectKind.SUPPLIER and found.supplier_id is not None:
            call_in_supplier(supplier_id=found.supplier_id, actor=actor, reason=told, due_at=due_at, now=now)
            return found
        file = MerchantFile.objects.filter(tenant_role=found.tenant_role).first() if found.tenant_role else None
        if whom != SubjectKind.MERCHANT or file is None:
            raise RecordNotFound(id=whom)
        call_in_merchant(file_id=file.id, actor=actor, reason=told, due_at=due_at, now=now)
        return found
