from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q

from tenants.inventory.models import Reservation


def extend_reservations(*, ids: Sequence[uuid.UUID], until: dt.datetime) -> int:
    """Codes that are paid for stay with their order for longer; what was released already stays so.

    Returns:
        How many are held longer than before.
    """
    held = Reservation.objects.filter(Q(expires_at__lt=until), pk__in=ids, state="held")
    return held.update(expires_at=until)
