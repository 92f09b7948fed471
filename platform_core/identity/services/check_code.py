from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.enums import FactorChange, FactorKind, FactorMethod
from platform_core.identity.errors import FactorRefused
from platform_core.identity.models import FactorTries, RecoveryCode, SecondFactor
from platform_core.identity.one_time_codes import DIGITS, find_step, open_secret
from platform_core.identity.recovery_codes import digest_of
from platform_core.identity.services.count_factor_try import count_factor_try
from platform_core.identity.services.tell_factor_change import tell_factor_change


def check_code(*, user_id: uuid.UUID, code: str, now: dt.datetime) -> FactorMethod:
    """Take a code of an authenticator app, or a recovery code. Each is good once, whoever else sends it at the same moment.

    Returns:
        Which of them it was.

    Raises:
        FactorRefused: wrong, or used before.
        TooManyFactorTries: not looked at.
    """
    count_factor_try(user_id=user_id, now=now)
    digits = "".join(code.split())
    if len(digits) == DIGITS and digits.isascii() and digits.isdigit():
        method, taken = FactorMethod.TOTP, _take_app_code(user_id, digits, now)
    else:
        method, taken = FactorMethod.RECOVERY, _take_recovery_code(user_id, code, now)
    if not taken:
        raise FactorRefused
    FactorTries.objects.filter(user_id=user_id).delete()
    return method


def _take_app_code(user_id: uuid.UUID, code: str, now: dt.datetime) -> bool:
    for factor in SecondFactor.objects.filter(user_id=user_id, kind=FactorKind.TOTP):
        step = find_step(open_secret(factor.id, factor.material), code, now, factor.counter)
        if step is not None:
            mine = SecondFactor.objects.filter(pk=factor.id, counter__lt=step)
            return mine.update(counter=step, last_used_at=now) == 1
    return False


@transaction.atomic
def _take_recovery_code(user_id: uuid.UUID, code: str, now: dt.datetime) -> bool:
    mine = RecoveryCode.objects.filter(user_id=user_id, digest=digest_of(user_id, code), used_at=None)
    if mine.update(used_at=now) != 1:
        return False
    tell_factor_change(user_id=user_id, change=FactorChange.RECOVERY_USED, name="", now=now)
    return True
