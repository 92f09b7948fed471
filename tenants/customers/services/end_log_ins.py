from __future__ import annotations

import uuid

from tenants.customers.models import Device


def end_log_ins(
    *, buyer_id: uuid.UUID, only: uuid.UUID | None = None, but: uuid.UUID | None = None, forget: bool = False
) -> int:
    """Log a buyer out: their next request in those browsers finds no log-in.

    Args:
        only: in this device; None: in all.
        but: not in this one.
        forget: are they strangers from now on?

    Returns:
        How many devices it was.
    """
    devices = Device.objects.filter(buyer_id=buyer_id)
    if only is not None:
        devices = devices.filter(pk=only)
    if but is not None:
        devices = devices.exclude(pk=but)
    return devices.delete()[0] if forget else devices.update(log_in=None, confirmed_at=None)
