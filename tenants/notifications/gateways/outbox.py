"""Where no short message leaves the house: a demo's or a test shop's outbox, sealed, to be looked at in the back office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.notifications.enums import SmsGatewayName
from tenants.notifications.gateways.base import Account, Sms
from tenants.notifications.models import OutboxText

PURPOSE = "outbox"


class OutboxSms:
    """Keeps what would have been sent."""

    name = SmsGatewayName.OUTBOX.value
    settings_fields: tuple[str, ...] = ()
    secret_fields: tuple[str, ...] = ()

    def check_account(self, settings: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
        """See ``SmsGateway``."""

    def send(self, account: Account, sms: Sms, now: dt.datetime) -> str:
        """See ``SmsGateway``. Sent twice, it is one."""
        kept = seal_json(current_tenant().id, PURPOSE, sms.reference, {"to": sms.to, "text": sms.text})
        OutboxText.objects.update_or_create(message_id=sms.reference, defaults={"sealed": kept})
        return ""


def open_outbox(row: OutboxText) -> tuple[str, str]:
    """Number and text of a message in the outbox.

    Raises:
        KeyMissing, SealBroken
    """
    opened = open_json(current_tenant().id, PURPOSE, row.message_id, row.sealed)
    return opened["to"], opened["text"]
