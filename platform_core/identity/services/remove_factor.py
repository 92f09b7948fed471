from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.enums import FactorChange
from platform_core.identity.locks import lock_user
from platform_core.identity.models import RecoveryCode, SecondFactor
from platform_core.identity.services.tell_factor_change import tell_factor_change
from platform_core.kernel.errors import RecordNotFound


@transaction.atomic
def remove_factor(*, user_id: uuid.UUID, factor_id: uuid.UUID, now: dt.datetime) -> None:
    """Take a second factor away. With the last one go the recovery codes: they replace a factor, and are none.

    Raises:
        RecordNotFound: not this user's.
    """
    lock_user(user_id)
    factor = SecondFactor.objects.filter(pk=factor_id, user_id=user_id).first()
    if factor is None:
        raise RecordNotFound
    factor.delete()
    if not SecondFactor.objects.filter(user_id=user_id).exists():
        RecoveryCode.objects.filter(user_id=user_id).delete()
    tell_factor_change(user_id=user_id, change=FactorChange.REMOVED, name=factor.name, now=now)
