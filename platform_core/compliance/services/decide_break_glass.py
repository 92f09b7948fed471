from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalKind
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import Proposal
from platform_core.compliance.services.decide_proposal import decide_proposal


def decide_break_glass(*, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime) -> Proposal:
    """Another lead agrees that a shop is looked into with contacts in the clear, or does not. Who asked opens it within a day.

    Raises:
        RecordNotFound
        ProposalInvalid: it is the same person, or the proposal is over.
    """
    with transaction.atomic():
        proposal = decide_proposal(
            proposal_id=proposal_id, kind=ProposalKind.BREAK_GLASS, actor=actor, agree=agree, answer=answer, now=now
        )
    return proposal
