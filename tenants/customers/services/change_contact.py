from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from tenants.customers.enums import Alert, CodePurpose
from tenants.customers.errors import ConfirmationWanted, ContactTaken
from tenants.customers.locks import get_buyer_locked, lock_contact
from tenants.customers.models import Device
from tenants.customers.selectors import find_buyer_of
from tenants.customers.services.alert_buyer import alert_buyer
from tenants.customers.services.check_code import check_code
from tenants.customers.services.end_log_ins import end_log_ins


def change_contact(*, device: Device, code_id: uuid.UUID, digits: str, now: dt.datetime) -> None:
    """Let a buyer log in with the contact that the code was sent to, and no longer with the old one, which is told.

    Raises:
        ConfirmationWanted: that the old one is theirs was not shown.
        CodeRefused, ContactTaken
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    code = check_code(code_id=code_id, purpose=CodePurpose.CONTACT, digits=digits, now=now)
    with transaction.atomic():
        lock_contact(bytes(code.contact_hash))
        buyer = get_buyer_locked(device.buyer_id)
        owner = find_buyer_of(bytes(code.contact_hash))
        if owner is not None:
            raise ContactTaken
        alert_buyer(
            buyer=buyer, alert=Alert.CONTACT_CHANGED, device=device.label, address=device.address_masked, now=now
        )
        buyer.contact_kind, buyer.contact_masked = code.contact_kind, code.contact_masked
        buyer.contact_sealed, buyer.contact_hash = code.contact_sealed, code.contact_hash
        buyer.save(update_fields=["contact_kind", "contact_masked", "contact_sealed", "contact_hash"])
        end_log_ins(buyer_id=buyer.id, but=device.id)
