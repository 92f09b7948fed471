"""Gateway accounts as adapters need them: what may be shown, and keys that are opened for the call alone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import orjson
from django.conf import settings

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import derive, keystore, seal, unseal
from platform_core.tenancy.context import current_tenant
from tenants.payments.enums import GatewayName, PaymentMethod
from tenants.payments.gateways.base import Account
from tenants.payments.models import GatewayAccount

PURPOSE = "gateway-account"
SANDBOX = Account(None, GatewayName.SANDBOX.value)


def seal_secrets(account_id: uuid.UUID, secrets: Mapping[str, str]) -> bytes:
    """Keys of an account, to be stored; readable with that account alone."""
    return seal(derive(keystore().get(current_tenant().id), PURPOSE), orjson.dumps(dict(secrets)), account_id.bytes)


def open_secrets(row: GatewayAccount) -> dict[str, str]:
    """Keys of an account, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    if not row.secrets:
        return {}
    key = derive(keystore().get(current_tenant().id), PURPOSE)
    opened: dict[str, str] = orjson.loads(unseal(key, bytes(row.secrets), row.id.bytes))
    return opened


def sandbox_allowed() -> bool:
    """May this shop be paid with no money? Test shops may, and live ones where the install says so (a demo)."""
    return not current_tenant().livemode or bool(settings.KAQUAN_SANDBOX_PAYMENTS)


def get_account(gateway: str) -> Account:
    """The shop's account at a gateway, switched on or not: notices and refunds of older payments still come.

    Raises:
        RecordNotFound
    """
    row = GatewayAccount.objects.filter(gateway=gateway).first()
    if row is not None:
        return Account(row.id, row.gateway, row.settings, open_secrets(row))
    if gateway == GatewayName.SANDBOX and sandbox_allowed():
        return SANDBOX
    raise RecordNotFound(gateway=gateway[:20])


def list_offered() -> list[tuple[str, str]]:
    """How buyers may pay in this shop, in order: gateway and method. The sandbox stands in where nothing else is there."""
    rows = GatewayAccount.objects.filter(enabled=True)
    offered = [(row.gateway, method) for row in rows for method in row.methods]
    if not offered and sandbox_allowed():
        return [(GatewayName.SANDBOX.value, PaymentMethod.SANDBOX.value)]
    return [pair for pair in offered if pair[0] != GatewayName.SANDBOX or sandbox_allowed()]
