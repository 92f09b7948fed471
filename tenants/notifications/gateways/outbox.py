"""Where no short message leaves the house: a demo's or a test shop's outbox, sealed, to be looked at in the back office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import orjson

from platform_core.kernel.sealing import derive, keystore, seal, unseal
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
        kept = seal(_key(), orjson.dumps({"to": sms.to, "text": sms.text}), sms.reference.bytes)
        OutboxText.objects.update_or_create(message_id=sms.reference, defaults={"sealed": kept})
        return ""


def open_outbox(row: OutboxText) -> tuple[str, str]:
    """Number and text of a message in the outbox.

    Raises:
        KeyMissing, SealBroken
    """
    opened = orjson.loads(unseal(_key(), bytes(row.sealed), row.message_id.bytes))
    return opened["to"], opened["text"]


def _key() -> bytes:
    return derive(keystore().get(current_tenant().id), PURPOSE)
