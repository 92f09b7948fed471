from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_proposal_locked
from platform_core.compliance.models import Proposal


def decide_break_glass(*, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime) -> Proposal:
    """Another lead agrees that a shop is looked into with contacts in the clear, or does not. Who asked opens it within a day.

    Raises:
        RecordNotFound
        ProposalInvalid: it is the same person, or the proposal is over.
    """
    with transaction.atomic():
        proposal = get_proposal_locked(proposal_id)
        over = proposal.state != ProposalState.OPEN or proposal.expires_at < now
        if proposal.kind != ProposalKind.BREAK_GLASS or over:
            raise ProposalInvalid(reason="over")
        if str(proposal.asked_by) == actor.id:
            raise ProposalInvalid(reason="same_person")
        proposal.state = ProposalState.APPROVED if agree else ProposalState.REFUSED
        proposal.decided_by, proposal.decided_email, proposal.decided_at = uuid.UUID(actor.id), actor.email, now
        proposal.answer = answer.strip()[:1000]
        proposal.save()
    return proposal
