from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_proposal_locked


def withdraw_proposal(*, proposal_id: uuid.UUID, actor: Actor) -> None:
    """Whoever asked for an act of two people takes it back before anybody decided.

    Raises:
        RecordNotFound
        ProposalInvalid: it is somebody else's, or over.
    """
    with transaction.atomic():
        proposal = get_proposal_locked(proposal_id)
        begun = proposal.decided_by is not None  # somebody agreed, and it is being carried out
        if proposal.state != ProposalState.OPEN or begun or str(proposal.asked_by) != actor.id:
            raise ProposalInvalid(reason="over")
        proposal.state = ProposalState.WITHDRAWN
        proposal.save(update_fields=["state"])
