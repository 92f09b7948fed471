from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from tenants.customers.enums import Alert
from tenants.customers.errors import ConfirmationWanted, PasswordRefused
from tenants.customers.locks import get_buyer_locked
from tenants.customers.models import Device
from tenants.customers.services.alert_buyer import alert_buyer
from tenants.customers.services.end_log_ins import end_log_ins


def set_password(*, device: Device, password: str, now: dt.datetime) -> None:
    """Set a buyer's log-in password, or take it away with an empty one; other browsers are logged out, and the buyer is told.

    Raises:
        ConfirmationWanted
        PasswordRefused: it is never made of digits alone, so it cannot be the payment password.
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    if password:
        try:
            validate_password(password)
        except ValidationError as error:
            raise PasswordRefused(reasons=error.messages) from error
    with transaction.atomic():
        buyer = get_buyer_locked(device.buyer_id)
        buyer.password = make_password(password) if password else ""
        buyer.save(update_fields=["password"])
        end_log_ins(buyer_id=buyer.id, but=device.id)
        alert_buyer(
            buyer=buyer, alert=Alert.PASSWORD_CHANGED, device=device.label, address=device.address_masked, now=now
        )
