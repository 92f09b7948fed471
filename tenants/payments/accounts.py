"""Gateway accounts as adapters need them: what may be shown, and keys that are opened for the call alone."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.conf import settings

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import open_json, seal_json
from platform_core.tenancy.context import current_tenant
from tenants.payments.enums import GatewayName, PaymentMethod
from tenants.payments.gateways.base import Account
from tenants.payments.models import GatewayAccount
from tenants.payments.selectors import find_gateway_account, list_gateway_accounts

PURPOSE = "gateway-account"
# PAY-04: WeChat Pay lets a merchant split 30 % of a payment unless it agreed on more.
SPLIT_LIMITS: dict[str, int] = {GatewayName.WECHATPAY.value: 3_000}
SANDBOX = Account(None, GatewayName.SANDBOX.value)
BALANCE = Account(None, GatewayName.BALANCE.value)


def seal_secrets(account_id: uuid.UUID, secrets: Mapping[str, str]) -> bytes:
    """Keys of an account, to be stored; readable with that account alone."""
    return seal_json(current_tenant().id, PURPOSE, account_id, dict(secrets))


def open_secrets(row: GatewayAccount) -> dict[str, str]:
    """Keys of an account, to be used.

    Raises:
        KeyMissing, SealBroken
    """
    if not row.secrets:
        return {}
    opened: dict[str, str] = open_json(current_tenant().id, PURPOSE, row.id, row.secrets)
    return opened


def list_kept_secrets(row: GatewayAccount) -> frozenset[str]:
    """Which keys of an account were entered; never the keys.

    Raises:
        KeyMissing, SealBroken
    """
    return frozenset(name for name, value in open_secrets(row).items() if value)


def sandbox_allowed() -> bool:
    """May this shop be paid with no money? Test shops may, and live ones where the install says so (a demo)."""
    return not current_tenant().livemode or bool(settings.KAQUAN_SANDBOX_PAYMENTS)


def get_account(gateway: str) -> Account:
    """The shop's account at a gateway, switched on or not: notices and refunds of older payments still come.

    Raises:
        RecordNotFound
    """
    row = find_gateway_account(gateway)
    if row is not None:
        return Account(row.id, row.gateway, row.settings, open_secrets(row))
    if gateway == GatewayName.SANDBOX and sandbox_allowed():
        return SANDBOX
    if gateway == GatewayName.BALANCE:
        return BALANCE
    raise RecordNotFound(gateway=gateway[:20])


class SplitTerms(NamedTuple):
    """``limit``: how much of a payment may be split, in hundredths of a percent. ``held``: the institution holds payments back
    until it hears that nothing more is split.
    """

    limit: int
    held: bool


def get_split_terms(gateway: str) -> SplitTerms:
    """What merchant and institution agreed on about splitting payments."""
    row = GatewayAccount.objects.filter(gateway=gateway).only("settings").first()
    account = Account(None, gateway, row.settings if row is not None else {})
    if gateway not in SPLIT_LIMITS:
        return SplitTerms(10_000, account.split_ready)
    told = account.settings.get("max_split")
    limit = int(told) * 100 if told not in {None, ""} else SPLIT_LIMITS[gateway]
    return SplitTerms(limit if account.split_ready else 0, account.split_ready)


def list_offered() -> list[tuple[str, str]]:
    """How buyers may pay in this shop, in order: gateway and method. The sandbox stands in where nothing else is there."""
    return _offered(list_gateway_accounts())


def _offered(rows: Iterable[GatewayAccount]) -> list[tuple[str, str]]:
    offered = [(row.gateway, method) for row in rows if row.enabled for method in row.methods]
    if not offered and sandbox_allowed():
        return [(GatewayName.SANDBOX.value, PaymentMethod.SANDBOX.value)]
    return [pair for pair in offered if pair[0] != GatewayName.SANDBOX or sandbox_allowed()]


class Way(NamedTuple):
    """Where a payment goes, and what the platform takes of it, in hundredths of a percent, and on which account."""

    account: Account
    commission: int
    commission_receiver: str


def find_way(gateway: str, method: str) -> Way | None:
    """A way to pay that the shop offers; None: it does not. One query."""
    rows = list_gateway_accounts()
    if (gateway, method) not in _offered(rows):
        return None
    row = next((row for row in rows if row.gateway == gateway), None)
    if row is None:
        return Way(SANDBOX, 0, "")
    account = Account(row.id, row.gateway, row.settings, open_secrets(row))
    return Way(account, row.commission, row.commission_receiver)
