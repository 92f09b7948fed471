from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import Proposal
from platform_core.compliance.models.tenant_look import LEAST_REASON

OPEN_FOR = dt.timedelta(days=1)


def ask_break_glass(
    *, tenant_id: uuid.UUID, actor: Actor, reason: str, basis: str, minutes: int, now: dt.datetime
) -> Proposal:
    """Ask another lead for a look that shows buyers' contacts in the clear; nothing is shown before they agree.

    Args:
        minutes: for how long the look is to be open, 60 at most.

    Raises:
        ProposalInvalid: it lacks its reason or basis, is too long, or one about this shop is open already.
    """
    if len(reason.strip()) < LEAST_REASON or not basis.strip() or not 1 <= minutes <= 60:
        raise ProposalInvalid(reason="incomplete")
    with transaction.atomic():
        about = Proposal.objects.filter(kind=ProposalKind.BREAK_GLASS, subject_id=tenant_id, state=ProposalState.OPEN)
        about.filter(expires_at__lt=now).update(state=ProposalState.WITHDRAWN)
        if about.exists():
            raise ProposalInvalid(reason="already_open")
        return Proposal.objects.create(
            kind=ProposalKind.BREAK_GLASS,
            subject_id=tenant_id,
            payload={"basis": basis.strip()[:200], "minutes": minutes},
            reason=reason.strip()[:500],
            asked_by=uuid.UUID(actor.id),
            asked_email=actor.email,
            asked_at=now,
            expires_at=now + OPEN_FOR,
        )
