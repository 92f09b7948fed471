from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.enums import ActorKind, AppealState
from platform_core.compliance.locks import get_merchant_appeal_locked, get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.merchant_life import may
from platform_core.compliance.merchant_standing import standing_of
from platform_core.compliance.models import MerchantAppeal
from platform_core.compliance.services.advance_merchant import advance_merchant


def receive_merchant_appeal(*, appeal_id: uuid.UUID) -> MerchantAppeal:
    """An appeal that a merchant made moves it into appeal; doing it again changes nothing.

    Raises:
        RecordNotFound
    """
    with transaction.atomic():
        appeal = get_merchant_appeal_locked(appeal_id)
        file = get_merchant_locked(appeal.restriction.file_id)
        if appeal.state == AppealState.OPEN and may(standing_of(file), MerchantAct.APPEAL):
            actor = Actor(ActorKind.MERCHANT, appeal.made_by, appeal.made_email)
            advance_merchant(file=file, act=Act(MerchantAct.APPEAL, actor, appeal.made_at, appeal.text[:1000]))
        return appeal
