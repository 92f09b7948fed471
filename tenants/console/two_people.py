"""Acts that take two people: what is done as soon as it is allowed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.db import transaction

from platform_core.kernel.clock import now
from tenants.access.enums import TwoPersonAct
from tenants.access.models import Approval
from tenants.access.services.decide_approval import decide_approval
from tenants.access.services.record_act import Person
from tenants.console.payout import change_payout

# Done by whoever approves, in the moment of approval; the others wait for the one who asked to come and take them.
AT_ONCE: dict[TwoPersonAct, Callable[[Approval, Person], None]] = {TwoPersonAct.CHANGE_PAYOUT: change_payout}


def decide(approval_id: uuid.UUID, *, approved: bool, person: Person) -> bool:
    """Decide on what another person asked for, and do it if it is of the kind that is done at once: both, or neither.

    Returns:
        Whether it was done.

    Raises:
        RecordNotFound, SecondPersonNeeded, ApprovalOver: see ``decide_approval``.
        DomainError: it cannot be done as it was asked for any more; it still waits.
    """
    with transaction.atomic():
        decided = decide_approval(approval_id=approval_id, approved=approved, person=person, now=now())
        act = AT_ONCE.get(TwoPersonAct(decided.act)) if approved else None
        if act is None:
            return False
        act(decided, person)
    return True
