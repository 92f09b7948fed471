from __future__ import annotations

import datetime as dt

from platform_core.kernel.contacts import open_contact
from platform_core.tenancy.context import current_tenant
from tenants.customers.enums import CodePurpose
from tenants.customers.models import Device, OneTimeCode
from tenants.customers.services.send_code import send_code


def send_confirmation(*, device: Device, address: str, solution: str, language: str, now: dt.datetime) -> OneTimeCode:
    """Send a buyer who is logged in a code, to the contact they log in with.

    Raises:
        TooManyCodes, ProofWanted
    """
    assert device.buyer.contact_sealed is not None
    return send_code(
        contact=open_contact(current_tenant().id, bytes(device.buyer.contact_sealed)),
        purpose=CodePurpose.CONFIRM,
        address=address,
        solution=solution,
        language=language,
        now=now,
    )
