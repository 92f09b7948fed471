from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.enums import FactorChange
from platform_core.identity.locks import lock_user
from platform_core.identity.models import RecoveryCode
from platform_core.identity.recovery_codes import digest_of, new_codes
from platform_core.identity.services.tell_factor_change import tell_factor_change


@transaction.atomic
def replace_recovery_codes(*, user_id: uuid.UUID, now: dt.datetime) -> list[str]:
    """New recovery codes; the ones before are good for nothing any more.

    Returns:
        The codes, which are shown once: only hashes are kept.
    """
    lock_user(user_id)
    had = RecoveryCode.objects.filter(user_id=user_id).delete()[0]
    codes = new_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=user_id, digest=digest_of(user_id, code), created_at=now) for code in codes
    )
    if had:
        tell_factor_change(user_id=user_id, change=FactorChange.RECOVERY_REPLACED, name="", now=now)
    return codes
