from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Actor
from platform_core.compliance.agreement_selectors import find_last_version
from platform_core.compliance.agreements import SUBJECTS, Draft
from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import Proposal

OPEN_FOR = dt.timedelta(days=7)


def propose_agreement(*, draft: Draft, actor: Actor, now: dt.datetime) -> Proposal:
    """One member of the staff asks that a version of the platform's agreement or rules be published; another one decides.

    Raises:
        ProposalInvalid: ``reason`` says what is missing or too soon, or ``already_open``.
    """
    last = find_last_version(draft.kind)
    after = last.begins_at if last else None
    if fault := draft.find_fault(is_first=last is None, after=after, now=now):
        raise ProposalInvalid(reason=fault)
    with transaction.atomic():
        known = Proposal.objects.filter(kind=ProposalKind.AGREEMENT, subject_id=SUBJECTS[draft.kind])
        known.filter(state=ProposalState.OPEN, expires_at__lt=now).update(state=ProposalState.WITHDRAWN)
        if known.filter(state=ProposalState.OPEN).exists():
            raise ProposalInvalid(reason="already_open")
        return Proposal.objects.create(
            kind=ProposalKind.AGREEMENT,
            subject_id=SUBJECTS[draft.kind],
            payload={**draft._asdict(), "begins_at": draft.begins_at.isoformat()},
            reason=(draft.summary.strip() or draft.kind.label)[:1000],
            asked_by=uuid.UUID(actor.id),
            asked_email=actor.email,
            asked_at=now,
            expires_at=now + OPEN_FOR,
        )
