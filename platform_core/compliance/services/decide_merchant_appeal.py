from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.enums import AppealState
from platform_core.compliance.errors import AppealOver
from platform_core.compliance.locks import get_merchant_appeal_locked, get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.models import MerchantAppeal
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.compliance.services.receive_merchant_appeal import receive_merchant_appeal
from platform_core.compliance.services.reinstate_merchant import reinstate_merchant


def decide_merchant_appeal(
    *, appeal_id: uuid.UUID, actor: Actor, uphold: bool, answer: str, now: dt.datetime
) -> MerchantAppeal:
    """Other staff than restricted it say whether the merchant is right. If so the restriction is lifted at that moment.

    Args:
        uphold: the appeal is upheld; otherwise the restriction stays.
        answer: told to the merchant.

    Raises:
        RecordNotFound
        AppealOver: it was decided already.
        MerchantActRefused: by one who restricted it, or without an answer.
    """
    with transaction.atomic():
        receive_merchant_appeal(appeal_id=appeal_id)  # where its job did not run yet
        appeal = get_merchant_appeal_locked(appeal_id)
        if appeal.state != AppealState.OPEN:
            raise AppealOver(state=appeal.state)
        file = get_merchant_locked(appeal.restriction.file_id)
        if uphold:
            reinstate_merchant(file_id=file.id, actor=actor, reason=answer, now=now)
        else:
            advance_merchant(file=file, act=Act(MerchantAct.UPHOLD, actor, now, answer.strip()))
        appeal.state = AppealState.UPHELD if uphold else AppealState.DENIED
        appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip()[:1000], actor.email, now
        appeal.save()
        return appeal
