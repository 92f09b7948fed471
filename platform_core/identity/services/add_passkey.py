from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from platform_core.identity.enums import FactorChange, FactorKind
from platform_core.identity.errors import FactorRefused
from platform_core.identity.locks import lock_user
from platform_core.identity.models import SecondFactor
from platform_core.identity.passkeys import read_new
from platform_core.identity.selectors import get_room_for_factor
from platform_core.identity.services.tell_factor_change import tell_factor_change


def add_passkey(
    *, user_id: uuid.UUID, state: Mapping[str, Any], answer: Mapping[str, Any], name: str, now: dt.datetime
) -> SecondFactor:
    """Let somebody log in with the passkey that their browser just made.

    Args:
        state: what was asked; whoever calls has taken it out of the session already.

    Raises:
        FactorRefused: not what was asked, or known already.
        TooManyFactors
    """
    made = read_new(state, answer)
    factor = SecondFactor(
        user_id=user_id,
        kind=FactorKind.PASSKEY,
        name=name.strip()[:60] or str(FactorKind.PASSKEY.label),
        material=made.material,
        credential_id=made.credential_id,
        counter=made.counter,
        created_at=now,
    )
    with transaction.atomic():
        lock_user(user_id)
        get_room_for_factor(user_id)
        if SecondFactor.objects.filter(credential_id=made.credential_id).exists():
            raise FactorRefused
        factor.save(force_insert=True)
        tell_factor_change(user_id=user_id, change=FactorChange.ADDED, name=factor.name, now=now)
    return factor
