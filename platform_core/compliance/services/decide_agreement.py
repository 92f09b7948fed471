from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Actor
from platform_core.compliance.agreement_selectors import find_last_version
from platform_core.compliance.agreements import ASKED, SUBJECTS, draft_of, facts_of
from platform_core.compliance.enums import ProposalKind, SubjectKind, Verdict
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.models import AgreementVersion, Proposal
from platform_core.compliance.services.decide_proposal import decide_proposal
from platform_core.compliance.services.screen import screen
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def decide_agreement(
    *, proposal_id: uuid.UUID, actor: Actor, agree: bool, answer: str, now: dt.datetime
) -> AgreementVersion | None:
    """The second person agrees, and the version is published at this moment: read by everybody, told to all shops, in force on its day.
    Or does not, and nothing happens.

    The seven days count from here, not from when it was proposed; SHOW-03 is asked and what it said is kept.

    Returns:
        The version; None: it was refused.

    Raises:
        RecordNotFound
        ProposalInvalid: ``same_person``, ``over``, or why it cannot be published any more (``too_soon``, ``rules``).
        ScreeningUnavailable
    """
    with transaction.atomic():
        proposal = decide_proposal(
            proposal_id=proposal_id, kind=ProposalKind.AGREEMENT, actor=actor, agree=agree, answer=answer, now=now
        )
        return _publish(proposal, now) if agree else None


def _publish(proposal: Proposal, now: dt.datetime) -> AgreementVersion:
    draft = draft_of(proposal.payload)
    last = find_last_version(draft.kind)
    after = last.begins_at if last else None
    if fault := draft.find_fault(is_first=last is None, after=after, now=now):
        raise ProposalInvalid(reason=fault)
    if last is not None:
        row = screen(
            subject_kind=SubjectKind.TERMS,
            subject_id=f"platform:{draft.kind}:{last.number + 1}",
            facts=facts_of(draft, now),
            now=now,
            only=ASKED,
        )
        if row.verdict == Verdict.BLOCKED:
            raise ProposalInvalid(reason="rules")
    version = AgreementVersion.objects.create(
        **{**draft._asdict(), "kind": draft.kind.value},
        number=last.number + 1 if last else 1,
        published_at=now,
        proposed_by=proposal.asked_email,
        second_by=proposal.decided_email,
    )
    key = f"{SUBJECTS[draft.kind]}:{version.number}"
    enqueue_job(JobName.TELL_AGREEMENT, key=key, payload={"version_id": str(version.id)}, now=now)
    return version
