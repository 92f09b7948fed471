from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_proposal_locked
from platform_core.compliance.models import PlatformRecall
from platform_core.compliance.services.begin_recall import begin_recall


def decide_recall(
    *, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime
) -> PlatformRecall | None:
    """The second person agrees, and every shop concerned gets its job; or does not, and nothing happens.

    Returns:
        The recall; None: it was refused.

    Raises:
        RecordNotFound
        ProposalInvalid: it is the same person (``same_person``), or the proposal is over (``over``).
    """
    with transaction.atomic():
        proposal = get_proposal_locked(proposal_id)
        if proposal.kind != ProposalKind.RECALL or proposal.state != ProposalState.OPEN or proposal.expires_at < now:
            raise ProposalInvalid(reason="over")
        if str(proposal.asked_by) == actor.id:
            raise ProposalInvalid(reason="same_person")
        proposal.state = ProposalState.APPROVED if agree else ProposalState.REFUSED
        proposal.decided_by, proposal.decided_email, proposal.decided_at = uuid.UUID(actor.id), actor.email, now
        proposal.answer = answer.strip()[:1000]
        proposal.save()
        if not agree:
            return None
        return begin_recall(
            supplier_id=proposal.subject_id,
            wanted=proposal.payload,
            ordered_by=proposal.asked_email,
            second_by=actor.email,
            now=now,
        )
