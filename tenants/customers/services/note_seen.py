from __future__ import annotations

import datetime as dt

from tenants.customers.models import Device

COARSE = dt.timedelta(minutes=10)


def note_seen(*, device: Device, now: dt.datetime) -> None:
    """This device is in use; written down every ten minutes at most."""
    if now - device.last_seen_at >= COARSE:
        Device.objects.filter(pk=device.pk).update(last_seen_at=now)
