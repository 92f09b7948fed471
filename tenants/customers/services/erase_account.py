from __future__ import annotations

import datetime as dt
import uuid

from tenants.customers.locks import get_buyer_locked
from tenants.customers.models import FailedLogIn, OneTimeCode


def erase_account(*, buyer_id: uuid.UUID, now: dt.datetime) -> None:
    """Forget who a buyer is: contact, passwords, devices, codes. In the caller's transaction.

    The row stays, empty, so that orders know that an account bought them.
    """
    buyer = get_buyer_locked(buyer_id)
    OneTimeCode.objects.filter(contact_hash=buyer.contact_hash).delete()
    FailedLogIn.objects.filter(contact_hash=buyer.contact_hash).delete()
    buyer.devices.all().delete()
    buyer.contact_sealed = buyer.contact_hash = None
    buyer.contact_masked = buyer.password = buyer.payment_password = ""
    buyer.erased_at = now
    buyer.save()
