from __future__ import annotations

import datetime as dt

from tenants.inventory.models import Reservation
from tenants.inventory.services.release_reservations import release_reservations


def release_expired_reservations(*, now: dt.datetime) -> int:
    """Release what is past its time. A sweep; runs in every tenant every few seconds."""
    due = Reservation.objects.filter(state="held", expires_at__lt=now).order_by("expires_at")
    ids = list(due.values_list("id", flat=True)[:500])
    return release_reservations(ids=ids, now=now) if ids else 0
