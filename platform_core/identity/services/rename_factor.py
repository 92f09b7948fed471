from __future__ import annotations

import uuid

from platform_core.identity.models import SecondFactor
from platform_core.kernel.errors import RecordNotFound


def rename_factor(*, user_id: uuid.UUID, factor_id: uuid.UUID, name: str) -> None:
    """Call a second factor what its owner calls the device. An empty name changes nothing.

    Raises:
        RecordNotFound: not this user's.
    """
    mine = SecondFactor.objects.filter(pk=factor_id, user_id=user_id)
    if not mine.exists():
        raise RecordNotFound
    if name.strip():
        mine.update(name=name.strip()[:60])
