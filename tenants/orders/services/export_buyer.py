from __future__ import annotations

import datetime as dt
from typing import Any

from tenants.customers.errors import ConfirmationWanted
from tenants.customers.models import Device
from tenants.orders.people import find_person
from tenants.orders.selectors import list_orders_of
from tenants.orders.services.export_person import export_person


def export_buyer(*, device: Device, now: dt.datetime) -> dict[str, Any]:
    """All that a shop knows of the person who is logged in, as ``export_person`` writes it: the account and its orders.

    Raises:
        ConfirmationWanted
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    person = find_person(buyer_id=device.buyer_id)
    assert person is not None
    return export_person(person=person, orders=list_orders_of(device.buyer_id), now=now)
