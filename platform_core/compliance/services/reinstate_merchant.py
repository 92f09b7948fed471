from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.enums import AppealState
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.models import MerchantAppeal, MerchantFile, MerchantRestriction
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName


def reinstate_merchant(*, file_id: uuid.UUID, actor: Actor, reason: str, now: dt.datetime) -> MerchantFile:
    """What the restriction took away comes back at once; an open appeal against it is upheld.

    Args:
        actor: other staff than restricted it.
        reason: told to the merchant.

    Raises:
        RecordNotFound
        MerchantActRefused
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        # The act first: the restriction must stand while it is restricted.
        advance_merchant(file=file, act=Act(MerchantAct.REINSTATE, actor, now, reason.strip()))
        inforce = MerchantRestriction.objects.filter(file=file, lifted_at=None)
        MerchantAppeal.objects.filter(restriction__in=inforce, state=AppealState.OPEN).update(
            state=AppealState.UPHELD, answer=reason.strip()[:1000], decided_by=actor.email, decided_at=now
        )
        inforce.update(lifted_at=now, lifted_by=actor.email, lifted_because=reason.strip()[:1000])
        if file.state == MerchantState.SUBMITTED:
            payload = {"file_id": str(file.id)}
            enqueue_job(JobName.RECEIVE_MERCHANT, key=f"{file.id}:{file.version}", payload=payload, now=now)
        return file
