from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.identity.enums import FactorChange, FactorKind
from platform_core.identity.errors import FactorRefused
from platform_core.identity.locks import lock_user
from platform_core.identity.models import FactorTries, SecondFactor
from platform_core.identity.one_time_codes import find_step, seal_secret
from platform_core.identity.selectors import get_room_for_factor
from platform_core.identity.services.count_factor_try import count_factor_try
from platform_core.identity.services.tell_factor_change import tell_factor_change


def add_app(
    *, user_id: uuid.UUID, factor_id: uuid.UUID, secret: str, code: str, name: str, now: dt.datetime
) -> SecondFactor:
    """Let somebody log in with an authenticator app, once a code of it shows that the app has the secret.

    Raises:
        FactorRefused: the code is not the app's.
        TooManyFactorTries, TooManyFactors
    """
    count_factor_try(user_id=user_id, now=now)
    step = find_step(secret, "".join(code.split()), now, after=0)
    if step is None:
        raise FactorRefused
    factor = SecondFactor(
        id=factor_id,
        user_id=user_id,
        kind=FactorKind.TOTP,
        name=name.strip()[:60] or str(FactorKind.TOTP.label),
        material=seal_secret(factor_id, secret),
        counter=step,  # the code that was just shown is used up
        created_at=now,
    )
    with transaction.atomic():
        lock_user(user_id)
        get_room_for_factor(user_id)
        factor.save(force_insert=True)
        FactorTries.objects.filter(user_id=user_id).delete()
        tell_factor_change(user_id=user_id, change=FactorChange.ADDED, name=factor.name, now=now)
    return factor
