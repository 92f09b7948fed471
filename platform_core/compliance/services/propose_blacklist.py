from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction

from platform_core.compliance.enums import ProposalKind, SupplyCategory
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import Proposal

OPEN_FOR = dt.timedelta(days=7)


class Blacklisting(NamedTuple):
    """What is proposed. ``category``: for these goods alone; None: for all."""

    reason: str
    remedy: str
    legal_basis: str
    evidence: Sequence[str]
    review_on: dt.date
    category: SupplyCategory | None = None


def propose_blacklist(*, supplier_id: uuid.UUID, actor: Actor, wanted: Blacklisting, now: dt.datetime) -> Proposal:
    """One member of the staff asks that a supplier be blacklisted; nothing happens before another one agrees.

    Raises:
        RecordNotFound
        ProposalInvalid: it lacks its reason, remedy, legal basis, evidence or a review date ahead; or one is open already.
    """
    if not (wanted.reason.strip() and wanted.remedy.strip() and wanted.legal_basis.strip() and wanted.evidence):
        raise ProposalInvalid(reason="incomplete")
    if wanted.review_on <= now.date():
        raise ProposalInvalid(reason="review_on")
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        if Proposal.objects.filter(kind=ProposalKind.BLACKLIST, subject_id=supplier.id, state="open").exists():
            raise ProposalInvalid(reason="already_open")
        payload = {
            **wanted._asdict(),
            "evidence": list(wanted.evidence),
            "review_on": wanted.review_on.isoformat(),
            "category": wanted.category or "",
        }
        return Proposal.objects.create(
            kind=ProposalKind.BLACKLIST,
            subject_id=supplier.id,
            payload=payload,
            reason=wanted.reason.strip()[:1000],
            asked_by=uuid.UUID(actor.id),
            asked_email=actor.email,
            asked_at=now,
            expires_at=now + OPEN_FOR,
        )
