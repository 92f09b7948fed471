from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import SYSTEM, Act, Actor
from platform_core.compliance.enums import ActorKind
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.models import MerchantFile, MerchantRestriction
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName

HANDED_IN_ANEW = "资料已重新提交"


def receive_merchant(*, file_id: uuid.UUID, now: dt.datetime) -> MerchantFile:
    """Take in what a merchant handed in, and have it checked; doing it again changes nothing.

    A refusal is over with it: what takes its place is decided anew.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        if file.handed_in_at is not None:
            refused = file.state == MerchantState.REFUSED
            merchant = Actor(ActorKind.MERCHANT, file.handed_in_by, file.handed_in_email)
            facts = {"complete": True, "files_clean": True, "edited_by": file.edited_by}
            act = Act(MerchantAct.SUBMIT, merchant, file.handed_in_at, facts=facts)
            file.handed_in_at, file.note = None, ""
            advance_merchant(file=file, act=act)
            if refused:
                MerchantRestriction.objects.filter(file=file, lifted_at=None).update(
                    lifted_at=now, lifted_by=merchant.email, lifted_because=HANDED_IN_ANEW
                )
        if file.state == MerchantState.SUBMITTED:
            advance_merchant(file=file, act=Act(MerchantAct.BEGIN_CHECK, SYSTEM, now))
            payload = {"file_id": str(file.id)}
            enqueue_job(JobName.CHECK_MERCHANT, key=f"{file.id}:{file.version}", payload=payload, now=now)
        return file
