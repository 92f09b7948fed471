from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.acts import Act, Actor
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_enums import MerchantAct
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.services.advance_merchant import advance_merchant


def ask_merchant_info(*, file_id: uuid.UUID, actor: Actor, note: str, now: dt.datetime) -> MerchantFile:
    """Something is missing or does not fit: the merchant may edit its file again and sees what is asked for.

    Args:
        note: told to the merchant.

    Raises:
        RecordNotFound
        MerchantActRefused
    """
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        file.note = note.strip()[:1000]
        return advance_merchant(file=file, act=Act(MerchantAct.ASK_INFO, actor, now, note.strip()))
