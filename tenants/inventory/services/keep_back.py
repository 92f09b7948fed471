from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from tenants.inventory.models import Lot, SharedCode, WithheldCode
from tenants.inventory.places import Place


def keep_back(
    *,
    codes: Collection[Place] = (),
    lots: Collection[int] = (),
    shared: Collection[uuid.UUID] = (),
    now: dt.datetime,
) -> None:
    """Note that what is past its time was looked at and stays, since something about it is open: it is looked at again in a day.

    Args:
        codes: single ones that were exported or written off, by lot and position.
    """
    WithheldCode.objects.filter(pk__in=codes).update(looked_at=now)
    Lot.objects.filter(pk__in=lots).update(looked_at=now)
    SharedCode.objects.filter(pk__in=shared).update(looked_at=now)
