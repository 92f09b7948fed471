from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from platform_core.events.catalogue import PaymentAccountUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.access.errors import SecondPersonNeeded
from tenants.payments.accounts import open_secrets, seal_secrets
from tenants.payments.enums import GatewayName
from tenants.payments.errors import AccountChanged, AccountInvalid
from tenants.payments.gateways.base import Gateway, Wallet
from tenants.payments.gateways.registry import get_gateway
from tenants.payments.locks import find_account_locked
from tenants.payments.models import GatewayAccount, Payment


def save_account(
    *,
    gateway: str,
    settings: Mapping[str, Any],
    secrets: Mapping[str, str],
    methods: Sequence[str],
    enabled: bool,
    by: str,
    now: dt.datetime,
    alone: bool = False,
    sequence: int | None = None,
) -> GatewayAccount:
    """Keep the shop's account at a gateway.

    Args:
        settings: ids, which may be shown.
        secrets: keys; one that is empty stays as it is, unless the settings name another account: whoever does has its keys.
            What one that is entered takes the place of (Alipay's key and certificates) is forgotten.
        methods: how buyers may pay, in order.
        by: who changes it, for the record.
        alone: nobody else has approved it, as somebody should.
        sequence: how often the account had been changed when this was approved; None: whichever.

    Raises:
        RecordNotFound: no such gateway.
        AccountInvalid: of its form, or a method that the gateway does not have.
        SecondPersonNeeded: everything is right, and it would change where money of buyers goes. Nothing was saved.
        AccountChanged: meanwhile.
    """
    chosen = get_gateway(gateway)
    unknown = [method for method in methods if method not in chosen.methods]
    if unknown:
        raise AccountInvalid(field="methods", reason=unknown[0])
    if enabled and not methods:
        raise AccountInvalid(field="methods", reason="required")
    with transaction.atomic():
        row = find_account_locked(gateway) or GatewayAccount(id=new_id(), gateway=gateway, created_at=now)
        before = open_secrets(row) if _is_same(chosen, row, settings) else {}
        typed = {name: value for name, value in secrets.items() if value}
        useless = {other for name in typed for other in chosen.replaced_secrets.get(name, ())} - typed.keys()
        kept = {name: value for name, value in {**before, **typed}.items() if name not in useless}
        chosen.check_account(settings, kept)
        if isinstance(chosen, Wallet) and chosen.wallet_methods & {*methods} and not kept.get(chosen.wallet_field):
            raise AccountInvalid(field=chosen.wallet_field, reason="required")
        changed = _changed(row, settings, {*typed, *(before.keys() - kept.keys())}, methods, enabled)
        _check_approved(row, sequence, alone=alone and bool(changed) and _takes_two(row, enabled))
        row.settings, row.secrets = dict(settings), seal_secrets(row.id, kept)
        row.methods, row.enabled, row.updated_at = list(methods), enabled, now
        _save(row, changed, by, now)
    return row


def _check_approved(row: GatewayAccount, sequence: int | None, *, alone: bool) -> None:
    if sequence not in {None, row.sequence}:
        raise AccountChanged(gateway=row.gateway)
    if alone:
        raise SecondPersonNeeded


def _save(row: GatewayAccount, changed: tuple[str, ...], by: str, now: dt.datetime) -> None:
    row.sequence += 1
    row.save()
    outside = public_id("pac", row.id)
    event = PaymentAccountUpdated(outside, row.gateway, row.enabled, changed, by)
    publish_event(event, object_id=outside, now=now, sequence=row.sequence)


def _takes_two(row: GatewayAccount, enabled: bool) -> bool:
    """Do buyers pay, or did they, where this would change something? The first account of a shop is set up by one."""
    here = GatewayAccount.objects.filter(pk=row.id)
    if here.filter(enabled=True).exists() or Payment.objects.filter(gateway=row.gateway).exists():
        return True
    others = GatewayAccount.objects.filter(enabled=True).exclude(pk=row.id)
    return enabled and others.exclude(gateway=GatewayName.SANDBOX).exists()


def _is_same(gateway: Gateway, row: GatewayAccount, settings: Mapping[str, Any]) -> bool:
    """Is it still the account that the stored keys were given for? The first setting names it."""
    return all(row.settings.get(name, "") == settings.get(name, "") for name in gateway.settings_fields[:1])


def _changed(
    row: GatewayAccount, settings: Mapping[str, Any], secrets: set[str], methods: Sequence[str], enabled: bool
) -> tuple[str, ...]:
    names = {name for name in {*settings, *row.settings} if row.settings.get(name, "") != settings.get(name, "")}
    names |= secrets
    names |= {"methods"} if list(methods) != row.methods else set()
    names |= {"enabled"} if enabled != row.enabled else set()
    return tuple(sorted(names))
