"""Who a message goes to: an address that can be mailed, a number that can be called; sealed until the message is done."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.messaging.addresses import read_mail_address
from platform_core.messaging.errors import MailAddressInvalid
from platform_core.tenancy.context import current_tenant
from tenants.notifications.enums import Channel
from tenants.notifications.errors import MessageRefused
from tenants.notifications.models import Message

PURPOSE = "message"
HOME = "+86"  # a number without a country is one of the mainland
_MOBILE = re.compile(r"1[3-9]\d{9}")
_INTERNATIONAL = re.compile(r"\+[1-9]\d{6,14}")  # E.164


def read_phone(text: str) -> str:
    """A number in the form of E.164.

    Raises:
        MessageRefused
    """
    if _MOBILE.fullmatch(text):
        return HOME + text
    if _INTERNATIONAL.fullmatch(text):
        return text
    raise MessageRefused(reason="phone_invalid")


def read_recipient(channel: str, text: str) -> str:
    """An address or a number as it is used.

    Raises:
        MessageRefused
    """
    if channel == Channel.SMS:
        return read_phone(text)
    try:
        return read_mail_address(text)
    except MailAddressInvalid as error:
        raise MessageRefused(reason="address_invalid") from error


def seal_recipient(message_id: uuid.UUID, to: str, fields: Mapping[str, str]) -> bytes:
    """Recipient, and what nothing else keeps, under the shop's key; they open as this message only."""
    return seal_json(current_tenant().id, PURPOSE, message_id, {"to": to, "fields": dict(fields)})


def open_recipient(message: Message) -> tuple[str, dict[str, str]]:
    """Recipient and fields of a message that was not sent yet.

    Raises:
        KeyMissing, SealBroken
    """
    assert message.sealed is not None
    opened = open_json(current_tenant().id, PURPOSE, message.id, message.sealed)
    return opened["to"], opened["fields"]
