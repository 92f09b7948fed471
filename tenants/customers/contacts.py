"""What buyers log in with: an e-mail address or a phone number, written in one way."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from platform_core.kernel.contacts import Contact, hash_contact, normalise, seal_contact
from platform_core.tenancy.context import current_tenant
from tenants.customers.enums import ContactKind
from tenants.customers.errors import LogInContactRefused

LONGEST = 80
PHONE = re.compile(r"\+?\d{7,15}")
WRITTEN = re.compile(r"[\s()\-]")  # how people break numbers up
HOME = re.compile(r"^(?:\+|00)86(?=1\d{10}$)")  # orders know mainland numbers without it


class KnownContact(NamedTuple):
    """A contact that was checked, and how it is kept."""

    kind: ContactKind
    text: str
    kept: Contact


def canonical(text: str) -> str:
    """A contact in the one way in which it is compared, however it was written: a number without breaks and home country."""
    cleaned = normalise(text)
    if "@" in cleaned:
        return cleaned
    number = HOME.sub("", WRITTEN.sub("", cleaned))
    return number if PHONE.fullmatch(number) else cleaned


def person_hash(text: str) -> bytes:
    """By which a person is known in this shop, whichever way they write their contact; an account has the same."""
    return hash_contact(current_tenant().id, canonical(text))


def read_contact(text: str) -> KnownContact:
    """Check a contact and prepare it for storing. Its hash is the one that orders have of it.

    Raises:
        LogInContactRefused
    """
    cleaned = normalise(text)
    if "@" in cleaned:
        kind = ContactKind.EMAIL
        try:
            validate_email(cleaned)
        except ValidationError as error:
            raise LogInContactRefused from error
    else:
        kind = ContactKind.PHONE
        cleaned = canonical(cleaned)
        if not PHONE.fullmatch(cleaned):
            raise LogInContactRefused
    if len(cleaned) > LONGEST:
        raise LogInContactRefused
    return KnownContact(kind, cleaned, seal_contact(current_tenant().id, cleaned))
