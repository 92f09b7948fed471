from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalKind
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import PlatformRecall
from platform_core.compliance.services.begin_recall import begin_recall
from platform_core.compliance.services.decide_proposal import decide_proposal


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
        proposal = decide_proposal(
            proposal_id=proposal_id, kind=ProposalKind.RECALL, actor=actor, agree=agree, answer=answer, now=now
        )
        if not agree:
            return None
        return begin_recall(
            supplier_id=proposal.subject_id,
            wanted=proposal.payload,
            ordered_by=proposal.asked_email,
            second_by=actor.email,
            now=now,
        )
