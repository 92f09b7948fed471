from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from platform_core.compliance.enums import (
    ActorKind,
    AppealState,
    ProposalKind,
    RestrictionKind,
    SupplierAct,
)
from platform_core.compliance.lifecycle import Act, Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Appeal, Proposal, Restriction, Supplier
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.services.block_categories import block_categories
from platform_core.compliance.services.decide_proposal import decide_proposal
from platform_core.compliance.services.suspend_supplier import APPEAL_WITHIN


def decide_blacklist(*, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime) -> Proposal:
    """The second person agrees, and the supplier (or its goods of one category) is blacklisted; or does not, and nothing happens.

    Raises:
        RecordNotFound
        ProposalInvalid: it is the same person, or the proposal is over.
        SupplierActRefused
    """
    with transaction.atomic():
        proposal = decide_proposal(
            proposal_id=proposal_id, kind=ProposalKind.BLACKLIST, actor=actor, agree=agree, answer=answer, now=now
        )
        if agree:
            _blacklist(get_supplier_locked(proposal.subject_id), proposal, actor, now)
    return proposal


def _blacklist(supplier: Supplier, proposal: Proposal, second: Actor, now: dt.datetime) -> None:
    wanted: dict[str, Any] = proposal.payload
    restriction = Restriction.objects.create(
        supplier=supplier,
        kind=RestrictionKind.BLACKLIST,
        category=wanted["category"],
        reason=wanted["reason"],
        remedy=wanted["remedy"],
        legal_basis=wanted["legal_basis"],
        evidence=wanted["evidence"],
        made_at=now,
        made_by=proposal.asked_email,
        second_by=second.email,
        appeal_until=now + APPEAL_WITHIN,
        review_on=dt.date.fromisoformat(wanted["review_on"]),
    )
    if wanted["category"]:
        block_categories(supplier=supplier, categories=[*supplier.blocked_categories, wanted["category"]], now=now)
        return
    Appeal.objects.filter(restriction__supplier=supplier, restriction__category="", state=AppealState.OPEN).update(
        state=AppealState.DENIED, answer=wanted["reason"], decided_by=second.email, decided_at=now
    )
    first = Actor(ActorKind.STAFF, str(proposal.asked_by), proposal.asked_email)
    facts = {"restriction": str(restriction.id), "appeal_until": restriction.appeal_until, "evidence": True}
    advance_supplier(
        supplier=supplier, act=Act(SupplierAct.BLACKLIST, first, now, wanted["reason"], second=second, facts=facts)
    )
