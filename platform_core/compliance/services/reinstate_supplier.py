from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import AppealState, SupplierAct
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Appeal, Restriction, Supplier
from platform_core.compliance.paper_selectors import find_lapsed_document
from platform_core.compliance.services.advance_supplier import advance_supplier


def reinstate_supplier(*, supplier_id: uuid.UUID, actor: Actor, reason: str, now: dt.datetime) -> Supplier:
    """What the restriction took away comes back at once; open appeals against it are upheld.

    Args:
        actor: other staff than restricted it.
        reason: told to the merchants.

    Raises:
        RecordNotFound
        SupplierActRefused
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        lapsed = find_lapsed_document(supplier.id, now) is not None
        act = Act(SupplierAct.REINSTATE, actor, now, reason.strip(), facts={"documents_lapsed": lapsed})
        # Acts first: the restrictions must stand while it is restricted.
        advance_supplier(supplier=supplier, act=act)
        inforce = Restriction.objects.filter(supplier=supplier, lifted_at=None, category="")
        Appeal.objects.filter(restriction__in=inforce, state=AppealState.OPEN).update(
            state=AppealState.UPHELD, answer=reason.strip()[:1000], decided_by=actor.email, decided_at=now
        )
        inforce.update(lifted_at=now, lifted_by=actor.email, lifted_because=reason.strip()[:1000])
        return supplier
