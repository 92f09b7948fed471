from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.errors import MerchantActRefused
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantRestrictionKind
from platform_core.compliance.merchant_life import APPEAL_WITHIN, may
from platform_core.compliance.merchant_standing import standing_of
from platform_core.compliance.models import MerchantFile, MerchantRestriction
from platform_core.compliance.services.advance_merchant import advance_merchant

ACTS = {
    MerchantRestrictionKind.REFUSAL: MerchantAct.REFUSE,
    MerchantRestrictionKind.FREEZE: MerchantAct.FREEZE,
}


def restrict_merchant(
    *,
    file_id: uuid.UUID,
    kind: MerchantRestrictionKind,
    actor: Actor,
    reason: str,
    remedy: str,
    documents: Sequence[str] = (),
    legal_basis: str = "",
    evidence: Sequence[str] = (),
    now: dt.datetime,
) -> MerchantFile:
    """Refuse a merchant after its review, or freeze it at any time: its shop takes no new order from the next request on.

    What was sold stays readable and is delivered.

    Args:
        actor: a member of the staff; for a freeze also the machine, where a rule says so.
        reason, remedy: told to the merchant: what was found, and what would mend it. They name no other shop.
        documents: what to hand in.
        evidence: ids of findings and documents, for staff.

    Raises:
        RecordNotFound
        MerchantActRefused: not from where it stands, or reason or remedy is missing.
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        _check_words(file, ACTS[kind], reason, remedy)
        restriction = MerchantRestriction.objects.create(
            file=file,
            kind=kind,
            reason=reason.strip()[:1000],
            remedy=remedy.strip()[:1000],
            documents=list(documents),
            legal_basis=legal_basis.strip()[:300],
            evidence=list(evidence),
            made_at=now,
            made_by=actor.email or actor.kind,
            appeal_until=now + APPEAL_WITHIN,
        )
        facts = {"restriction": str(restriction.id), "appeal_until": restriction.appeal_until}
        return advance_merchant(file=file, act=Act(ACTS[kind], actor, now, reason.strip(), facts=facts))


def _check_words(file: MerchantFile, act: MerchantAct, reason: str, remedy: str) -> None:
    if not may(standing_of(file), act):
        raise MerchantActRefused(act=act, state=file.state, reason="state")
    for name, text in (("reason", reason), ("remedy", remedy)):
        if not text.strip():
            raise MerchantActRefused(act=act, state=file.state, reason=name)
