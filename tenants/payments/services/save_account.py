from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from platform_core.kernel.ids import new_id
from tenants.payments.accounts import open_secrets, seal_secrets
from tenants.payments.errors import AccountInvalid
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.locks import find_account_locked
from tenants.payments.models import GatewayAccount


def save_account(
    *,
    gateway: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    methods: Sequence[str],
    enabled: bool,
    now: dt.datetime,
) -> GatewayAccount:
    """Keep the shop's account at a gateway.

    Args:
        settings: ids, which may be shown.
        secrets: keys; one that is empty stays as it is.
        methods: how buyers may pay, in order.

    Raises:
        RecordNotFound: no such gateway.
        AccountInvalid: of its form, or a method that the gateway does not have.
    """
    chosen = get_gateway(gateway)
    unknown = [method for method in methods if method not in chosen.methods]
    if unknown:
        raise AccountInvalid(field="methods", reason=unknown[0])
    if enabled and not methods:
        raise AccountInvalid(field="methods", reason="required")
    with transaction.atomic():
        row = find_account_locked(gateway) or GatewayAccount(id=new_id(), gateway=gateway, created_at=now)
        kept = {**open_secrets(row), **{name: value for name, value in secrets.items() if value}}
        chosen.check_account(settings, kept)
        row.settings, row.secrets = dict(settings), seal_secrets(row.id, kept)
        row.methods, row.enabled, row.updated_at = list(methods), enabled, now
        row.save()
    return row
