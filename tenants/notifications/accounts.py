"""SMS accounts as adapters need them, and which of them carries a shop's messages."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings

from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.notifications.enums import MessageKind, SmsGatewayName
from tenants.notifications.gateways.base import TEMPLATE, Account
from tenants.notifications.gateways.registry import get_sms_gateway
from tenants.notifications.models import SmsAccount
from tenants.notifications.selectors import find_enabled_account

PURPOSE = "sms-account"
OUTBOX = Account(SmsGatewayName.OUTBOX.value, {}, {})


def seal_secrets(account_id: uuid.UUID, secrets: Mapping[str, str]) -> bytes:
    """Keys of an account, to be stored; readable with that account alone."""
    return seal_json(current_tenant().id, PURPOSE, account_id, dict(secrets))


def open_secrets(row: SmsAccount) -> dict[str, str]:
    """Keys of an account, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    if not row.secrets:
        return {}
    opened: dict[str, str] = open_json(current_tenant().id, PURPOSE, row.id, row.secrets)
    return opened


def has_outbox() -> bool:
    """May messages be looked at here instead of being received? In test shops, and where the install is a demo."""
    return not current_tenant().livemode or bool(settings.KAQUAN_LOCAL_OUTBOX)


def find_carrier() -> Account | None:
    """The account that carries short messages: the one switched on, else the outbox where there is one."""
    row = find_enabled_account()
    if row is not None:
        return Account(row.gateway, row.settings, open_secrets(row))
    return OUTBOX if has_outbox() else None


def lacks_template(account: Account, kind: MessageKind) -> bool:
    """Does its gateway send nothing but templates that it approved, and has the account none for such messages?"""
    field = f"{TEMPLATE}{kind.value}"
    return field in get_sms_gateway(account.gateway).settings_fields and not account.settings.get(field)
