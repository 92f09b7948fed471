from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import new_id
from tenants.notifications.accounts import open_secrets, seal_secrets
from tenants.notifications.gateways.registry import get_sms_gateway, sms_gateway_names
from tenants.notifications.locks import list_accounts_locked
from tenants.notifications.models import SmsAccount


def save_sms_account(
    *, gateway: str, settings: Mapping[str, Any], secrets: Mapping[str, str], enabled: bool, by: str, now: dt.datetime
) -> SmsAccount:
    """Keep the shop's account at an SMS gateway; switching one on switches the others off.

    Args:
        settings: what may be shown.
        secrets: keys; one that is empty stays as it is, unless the settings name another account: whoever does has its keys.

    Raises:
        RecordNotFound: no such gateway.
        SmsAccountInvalid
    """
    if gateway not in sms_gateway_names():
        raise RecordNotFound(gateway=gateway[:20])
    chosen = get_sms_gateway(gateway)
    with transaction.atomic():
        rows = {row.gateway: row for row in list_accounts_locked()}
        row = rows.get(gateway) or SmsAccount(id=new_id(), gateway=gateway, created_at=now)
        first = chosen.settings_fields[0]
        before = open_secrets(row) if row.settings.get(first, "") == settings.get(first, "") else {}
        kept = {**before, **{name: value for name, value in secrets.items() if value}}
        chosen.check_account(settings, kept)
        if enabled:
            SmsAccount.objects.filter(enabled=True).exclude(gateway=gateway).update(enabled=False)
        row.settings, row.secrets, row.enabled = dict(settings), seal_secrets(row.id, kept), enabled
        row.updated_at, row.updated_by = now, by[:254]
        row.save()
    return row
