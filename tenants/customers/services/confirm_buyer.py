from __future__ import annotations

import datetime as dt
import uuid

from tenants.customers.enums import CodePurpose
from tenants.customers.errors import CodeRefused
from tenants.customers.models import Device
from tenants.customers.services.check_code import check_code


def confirm_buyer(*, device: Device, code_id: uuid.UUID, digits: str, now: dt.datetime) -> None:
    """A buyer who is logged in shows again that the contact is theirs: for what a stolen session must not be enough for.

    Raises:
        CodeRefused
    """
    code = check_code(code_id=code_id, purpose=CodePurpose.CONFIRM, digits=digits, now=now)
    if bytes(code.contact_hash) != bytes(device.buyer.contact_hash or b""):
        raise CodeRefused
    device.confirmed_at = now
    device.save(update_fields=["confirmed_at"])
