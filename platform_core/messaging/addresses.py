"""Which addresses a mail is sent to: what every mail server takes, and nothing that could become a header of its own."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from platform_core.messaging.errors import MailAddressInvalid

LONGEST = 254  # RFC 5321, 4.5.3.1
# Quoted local parts, comments and lists are allowed by the standard and only ever used to trick; so are bare IP addresses.
PLAIN = re.compile(
    r"[^\s\x00-\x20\x7f\"'(),:;<>\[\]\\@]+@[^\s\x00-\x20\x7f\"'(),:;<>\[\]\\@]+\.[^\s\x00-\x20\x7f\"'(),:;<>\[\]\\@]+"
)


def read_mail_address(text: str) -> str:
    """An address as it is kept: its host in lower case.

    Raises:
        MailAddressInvalid
    """
    if len(text) > LONGEST or not PLAIN.fullmatch(text):
        raise MailAddressInvalid
    name, _, host = text.rpartition("@")
    try:
        validate_email(text)
        host.encode("idna")  # as it is sent
    except (ValidationError, UnicodeError) as error:
        raise MailAddressInvalid from error
    return f"{name}@{host.lower()}"
