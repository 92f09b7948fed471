from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.services.advance_merchant import advance_merchant


def call_in_merchant(
    *, file_id: uuid.UUID, actor: Actor, reason: str, due_at: dt.datetime, now: dt.datetime
) -> MerchantFile:
    """A merchant is to be verified again sooner than its time (反电信网络诈骗法 22).

    Args:
        reason: told to the merchant.
        due_at: by when; from then on nothing new is put up.

    Raises:
        RecordNotFound
        MerchantActRefused
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        file.note, file.reminded_days = reason.strip()[:1000], None
        act = Act(MerchantAct.CALL_IN, actor, now, reason.strip(), facts={"due_at": due_at})
        return advance_merchant(file=file, act=act)
