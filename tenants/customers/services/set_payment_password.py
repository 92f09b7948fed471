from __future__ import annotations

import datetime as dt
import re

from django.contrib.auth.hashers import make_password
from django.db import transaction

from platform_core.kernel.contacts import is_trivial, open_contact
from platform_core.tenancy.context import current_tenant
from tenants.customers.enums import Alert
from tenants.customers.errors import ConfirmationWanted, PaymentPasswordRefused
from tenants.customers.locks import get_buyer_locked
from tenants.customers.models import Device
from tenants.customers.services.alert_buyer import alert_buyer

DIGITS = re.compile(r"[0-9]{6,12}")


def set_payment_password(*, device: Device, digits: str, now: dt.datetime) -> None:
    """Set the digits that a buyer pays from their balance with, also where they were locked; the buyer is told.

    Raises:
        ConfirmationWanted
        PaymentPasswordRefused: too easy: a run, a repetition, a part of the contact.
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    with transaction.atomic():
        buyer = get_buyer_locked(device.buyer_id)
        assert buyer.contact_sealed is not None
        contact = open_contact(current_tenant().id, bytes(buyer.contact_sealed))
        if not DIGITS.fullmatch(digits) or _is_easy(digits) or digits in contact:
            raise PaymentPasswordRefused
        buyer.payment_password, buyer.payment_failures = make_password(digits), 0
        buyer.save(update_fields=["payment_password", "payment_failures"])
        alert_buyer(
            buyer=buyer,
            alert=Alert.PAYMENT_PASSWORD_CHANGED,
            device=device.label,
            address=device.address_masked,
            now=now,
        )


def _is_easy(digits: str) -> bool:
    """A run, few different ones, the same half twice (258258), or pairs (112233)."""
    half = len(digits) // 2
    repeated = digits == digits[:half] * 2
    return is_trivial(digits) or repeated or (digits[::2] == digits[1::2])
