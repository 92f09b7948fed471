from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from platform_core.identity.enums import FactorKind
from platform_core.identity.errors import FactorRefused
from platform_core.identity.models import SecondFactor
from platform_core.identity.passkeys import read_proof


def check_passkey(*, user_id: uuid.UUID, state: Mapping[str, Any], answer: Mapping[str, Any], now: dt.datetime) -> None:
    """Take a passkey's answer to what was asked.

    Args:
        state: what was asked; whoever calls has taken it out of the session already, so that it is answered once.

    Raises:
        FactorRefused: none of the user's passkeys, not what was asked, or one that was copied (its counter goes back).
    """
    mine = SecondFactor.objects.filter(user_id=user_id, kind=FactorKind.PASSKEY)
    proof = read_proof(state, answer, [bytes(material) for material in mine.values_list("material", flat=True)])
    # Passkeys that are kept by a cloud do not count: theirs stays 0.
    forward = Q(counter__lt=proof.counter) if proof.counter else Q(counter=0)
    if mine.filter(forward, credential_id=proof.credential_id).update(counter=proof.counter, last_used_at=now) != 1:
        raise FactorRefused
