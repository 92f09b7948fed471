from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.acts import Actor
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.locks import get_proposal_locked
from platform_core.compliance.models import Proposal


def decide_proposal(
    *, proposal_id: uuid.UUID, kind: ProposalKind, actor: Actor, agree: bool, answer: str, now: dt.datetime
) -> Proposal:
    """Write down what the second person says to what the first asked for. In the caller's transaction, which does what was agreed to.

    Raises:
        RecordNotFound
        ProposalInvalid: ``over``: it is of another kind, decided, withdrawn or expired; ``same_person``: who asked for it.
    """
    proposal = get_proposal_locked(proposal_id)
    if proposal.kind != kind or proposal.state != ProposalState.OPEN or proposal.expires_at < now:
        raise ProposalInvalid(reason="over")
    if str(proposal.asked_by) == actor.id:
        raise ProposalInvalid(reason="same_person")
    proposal.state = ProposalState.APPROVED if agree else ProposalState.REFUSED
    proposal.decided_by, proposal.decided_email, proposal.decided_at = uuid.UUID(actor.id), actor.email, now
    proposal.answer = answer.strip()[:1000]
    proposal.save()
    return proposal
