from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.compliance.enums import RestrictionKind, SupplierAct
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Restriction, Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier

APPEAL_WITHIN = dt.timedelta(days=30)


def suspend_supplier(
    *,
    supplier_id: uuid.UUID,
    actor: Actor,
    reason: str,
    remedy: str,
    documents: Sequence[str] = (),
    evidence: Sequence[str] = (),
    now: dt.datetime,
) -> Supplier:
    """Nothing of this supplier is sold any more, in any shop, from the next sale on; sold orders are not touched.

    Args:
        actor: a member of the staff, or the machine where a rule says so.
        reason, remedy: told to the merchants: what was found, and what would mend it. They name no other shop.
        documents: what to hand in.
        evidence: ids of findings and documents, for staff.

    Raises:
        RecordNotFound
        SupplierActRefused: it does not sell, or no reason was given.
    """
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        restriction = Restriction.objects.create(
            supplier=supplier,
            kind=RestrictionKind.SUSPENSION,
            reason=reason.strip()[:1000],
            remedy=remedy.strip()[:1000],
            documents=list(documents),
            evidence=list(evidence),
            made_at=now,
            made_by=actor.email or actor.kind,
            appeal_until=now + APPEAL_WITHIN,
        )
        facts = {"restriction": str(restriction.id), "appeal_until": restriction.appeal_until}
        return advance_supplier(
            supplier=supplier, act=Act(SupplierAct.SUSPEND, actor, now, reason.strip(), facts=facts)
        )
