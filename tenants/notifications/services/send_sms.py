from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from platform_core.kernel.ids import new_id
from tenants.notifications.accounts import find_carrier, lacks_template
from tenants.notifications.enums import Channel, MessageKind, MessageState
from tenants.notifications.errors import MessageRefused
from tenants.notifications.recipients import read_phone
from tenants.notifications.services.queue_message import queue_message


def send_sms(
    *, phone: str, template: MessageKind, language: str, fields: Mapping[str, str], now: dt.datetime
) -> uuid.UUID:
    """Send a short message that is about no order, such as a one-time code, as soon as the caller's transaction commits.

    Args:
        phone: of the mainland, or with its country (``+…``).
        template: the kind of message.
        fields: what it is filled with, but for ``shop``; sealed until it is sent, then erased.

    Returns:
        The message's id.

    Raises:
        MessageRefused: no number of a phone, nobody carries such messages of the shop, or a cap is reached.
    """
    read_phone(phone)
    carrier = find_carrier()
    if carrier is None:
        raise MessageRefused(reason="no_account")
    if lacks_template(carrier, template):
        raise MessageRefused(reason="no_template")
    message = queue_message(
        key=f"{template}:{new_id()}",
        kind=template,
        channel=Channel.SMS,
        to=phone,
        language=language,
        fields=fields,
        now=now,
    )
    assert message is not None
    if message.state == MessageState.FAILED:
        raise MessageRefused(reason=message.reason)
    return message.id
