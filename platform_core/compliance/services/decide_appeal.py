from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import AppealState, SupplierAct, SupplierState
from platform_core.compliance.errors import AppealOver, SupplierActRefused
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_appeal_locked, get_supplier_locked
from platform_core.compliance.models import Appeal, Restriction, Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.reinstate_supplier import reinstate_supplier


def decide_appeal(*, appeal_id: uuid.UUID, actor: Actor, uphold: bool, answer: str, now: dt.datetime) -> Appeal:
    """Other staff than restricted it say whether the merchant is right. If so the restriction is lifted at that moment.

    Args:
        uphold: the appeal is upheld; otherwise the restriction stays.
        answer: told to the merchant.

    Raises:
        RecordNotFound
        AppealOver: it was decided already.
        SupplierActRefused: by one who restricted it, or without an answer.
    """
    with transaction.atomic():
        appeal = get_appeal_locked(appeal_id)
        if appeal.state != AppealState.OPEN:
            raise AppealOver(state=appeal.state)
        restriction = appeal.restriction
        supplier = get_supplier_locked(restriction.supplier_id)
        if restriction.category:
            _decide_category(restriction, supplier, actor, uphold=uphold, answer=answer, now=now)
        elif uphold:
            reinstate_supplier(supplier_id=supplier.id, actor=actor, reason=answer, now=now)
        elif supplier.state == SupplierState.APPEAL:
            _keep(appeal, supplier, actor, answer, now)
        appeal.state = AppealState.UPHELD if uphold else AppealState.DENIED
        appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip()[:1000], actor.email, now
        appeal.save()
        return appeal


def _keep(appeal: Appeal, supplier: Supplier, actor: Actor, answer: str, now: dt.datetime) -> None:
    """The restriction stays; the supplier leaves the state of appeal once no other shop's is open."""
    others = Appeal.objects.filter(restriction__supplier=supplier, state=AppealState.OPEN).exclude(pk=appeal.pk)
    if actor.id in supplier.restricted_by:
        raise SupplierActRefused(act=SupplierAct.UPHOLD, state=supplier.state, reason="own_decision")
    if not others.exists():
        advance_supplier(supplier=supplier, act=Act(SupplierAct.UPHOLD, actor, now, answer.strip()))


def _decide_category(
    restriction: Restriction, supplier: Supplier, actor: Actor, *, uphold: bool, answer: str, now: dt.datetime
) -> None:
    """A blacklisting for one kind of goods is no state of the supplier: it is lifted by itself."""
    if actor.email in {restriction.made_by, restriction.second_by}:
        raise SupplierActRefused(act=SupplierAct.REINSTATE, state=supplier.state, reason="own_decision")
    if not answer.strip():
        raise SupplierActRefused(act=SupplierAct.REINSTATE, state=supplier.state, reason="reason")
    if uphold:
        restriction.lifted_at, restriction.lifted_by = now, actor.email
        restriction.lifted_because = answer.strip()[:1000]
        restriction.save()
        left = Restriction.objects.filter(supplier=supplier, lifted_at=None).exclude(category="")
        supplier.blocked_categories = sorted(set(left.values_list("category", flat=True)))
        supplier.save(update_fields=["blocked_categories"])
