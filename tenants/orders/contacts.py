"""A buyer's contact: checked, sealed for delivery, hashed for look-up, masked for display."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from platform_core.kernel.contacts import Contact, hash_contact, is_trivial, normalise, seal_contact
from platform_core.tenancy.context import current_tenant
from tenants.orders.enums import ContactType
from tenants.orders.errors import ContactRefused

SHORTEST, LONGEST = 5, 80


def _check(text: str, kind: str) -> None:
    if not SHORTEST <= len(text) <= LONGEST or is_trivial(text):
        raise ContactRefused(type=kind)
    if kind == ContactType.PHONE and not re.fullmatch(r"\+?\d{7,15}", text):
        raise ContactRefused(type=kind)
    if kind == ContactType.QQ and not re.fullmatch(r"[1-9]\d{4,11}", text):
        raise ContactRefused(type=kind)
    if kind == ContactType.EMAIL:
        try:
            validate_email(text)
        except ValidationError as error:
            raise ContactRefused(type=kind) from error


def contact_hash(text: str) -> bytes:
    """The look-up hash of a contact in the current shop."""
    return hash_contact(current_tenant().id, normalise(text))


def keep_contact(text: str, kind: str) -> Contact:
    """Check a contact and prepare it for storing.

    Raises:
        ContactRefused
    """
    cleaned = normalise(text)
    _check(cleaned, kind)
    return seal_contact(current_tenant().id, cleaned)
