from __future__ import annotations

import datetime as dt

from tenants.customers.errors import ConfirmationWanted
from tenants.customers.models import Device
from tenants.orders.services.erase_person import erase_person


def erase_buyer(*, device: Device, now: dt.datetime) -> None:
    """Forget the person who is logged in, as ``erase_person`` does: the account and its orders.

    Raises:
        ConfirmationWanted
        ErasureRefused: orders are on their way, or money is; ``orders`` counts them. Nothing was erased.
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    erase_person(buyer_id=device.buyer_id, contact_hashes=(), now=now)
