from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import AppealState, SupplierAct, SupplierState
from platform_core.compliance.errors import AppealOver, SupplierActRefused
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_appeal_locked
from platform_core.compliance.models import Appeal, Restriction, Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.block_categories import block_categories
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
        appeal, supplier = get_appeal_locked(appeal_id)
        if appeal.state != AppealState.OPEN:
            raise AppealOver(state=appeal.state)
        restriction = appeal.restriction
        _refuse_own_or_silent(restriction, supplier, actor, answer)
        if restriction.category:
            if uphold:
                _lift_category(restriction, supplier, actor, answer, now)
        elif uphold:
            reinstate_supplier(supplier_id=supplier.id, actor=actor, reason=answer, now=now)
        elif supplier.state == SupplierState.APPEAL:
            _keep(appeal, supplier, actor, answer, now)
        appeal.state = AppealState.UPHELD if uphold else AppealState.DENIED
        appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip()[:1000], actor.email, now
        appeal.save()
        return appeal


def _refuse_own_or_silent(restriction: Restriction, supplier: Supplier, actor: Actor, answer: str) -> None:
    """Whatever is decided, whoever restricted it does not decide, and the merchant is told why."""
    made_it = actor.email in {restriction.made_by, restriction.second_by}
    if made_it or (not restriction.category and actor.id in supplier.restricted_by):
        raise SupplierActRefused(act=SupplierAct.UPHOLD, state=supplier.state, reason="own_decision")
    if not answer.strip():
        raise SupplierActRefused(act=SupplierAct.UPHOLD, state=supplier.state, reason="reason")


def _keep(appeal: Appeal, supplier: Supplier, actor: Actor, answer: str, now: dt.datetime) -> None:
    """The restriction stays; the supplier leaves the state of appeal once no other shop's is open."""
    others = Appeal.objects.filter(restriction__supplier=supplier, state=AppealState.OPEN).exclude(pk=appeal.pk)
    if not others.exists():
        advance_supplier(supplier=supplier, act=Act(SupplierAct.UPHOLD, actor, now, answer.strip()))


def _lift_category(restriction: Restriction, supplier: Supplier, actor: Actor, answer: str, now: dt.datetime) -> None:
    """A blacklisting for one kind of goods is no state of the supplier: it is lifted by itself."""
    restriction.lifted_at, restriction.lifted_by = now, actor.email
    restriction.lifted_because = answer.strip()[:1000]
    restriction.save()
    Appeal.objects.filter(restriction=restriction, state=AppealState.OPEN).update(
        state=AppealState.UPHELD, answer=answer.strip()[:1000], decided_by=actor.email, decided_at=now
    )
    left = Restriction.objects.filter(supplier=supplier, lifted_at=None).exclude(category="")
    block_categories(supplier=supplier, categories=left.values_list("category", flat=True), now=now)
