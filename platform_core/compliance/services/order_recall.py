from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, NamedTuple

from django.db import transaction

from platform_core.compliance.enums import ProposalKind, ProposalState
from platform_core.compliance.errors import ProposalInvalid
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.locks import get_supplier_locked
from platform_core.compliance.models import PlatformRecall, Proposal, SupplyLink
from platform_core.compliance.services.begin_recall import begin_recall

OPEN_FOR = dt.timedelta(days=7)


class Recalling(NamedTuple):
    """What is to be recalled. ``reason``: the shops are told, ``notice``: the buyers; neither names another shop.

    ``since``, ``until``: batches stored between; None: from the first, to those of this moment. ``finding``: what led to it.
    """

    reason: str
    notice: str
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    finding: uuid.UUID | None = None

    def to_json(self) -> dict[str, Any]:
        """As it stands in a proposal."""
        return {
            "reason": self.reason.strip()[:200],
            "notice": self.notice.strip()[:200],
            "since": self.since.isoformat() if self.since else "",
            "until": self.until.isoformat() if self.until else "",
            "finding": str(self.finding) if self.finding else "",
        }


def order_recall(
    *, supplier_id: uuid.UUID, actor: Actor, wanted: Recalling, now: dt.datetime
) -> PlatformRecall | Proposal:
    """A member of the staff has a supplier's batches recalled (召回): at once where one shop is concerned, else another one must agree.

    Returns:
        The recall, or the proposal that waits for somebody else.

    Raises:
        RecordNotFound
        ProposalInvalid: it lacks what the shops or the buyers are told (``incomplete``), its bounds are the wrong way round
            (``bounds``), or one is open already (``already_open``).
    """
    if not (wanted.reason.strip() and wanted.notice.strip()):
        raise ProposalInvalid(reason="incomplete")
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise ProposalInvalid(reason="bounds")
    with transaction.atomic():
        supplier = get_supplier_locked(supplier_id)
        if Proposal.objects.filter(kind=ProposalKind.RECALL, subject_id=supplier.id, state=ProposalState.OPEN).exists():
            raise ProposalInvalid(reason="already_open")
        shops = SupplyLink.objects.filter(supplier=supplier).values("tenant_role").distinct().count()
        if shops <= 1:
            return begin_recall(
                supplier_id=supplier.id, wanted=wanted.to_json(), ordered_by=actor.email, second_by="", now=now
            )
        return Proposal.objects.create(
            kind=ProposalKind.RECALL,
            subject_id=supplier.id,
            payload=wanted.to_json(),
            reason=wanted.reason.strip()[:1000],
            asked_by=uuid.UUID(actor.id),
            asked_email=actor.email,
            asked_at=now,
            expires_at=now + OPEN_FOR,
        )
