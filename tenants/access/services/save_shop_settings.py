from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenants.access.locks import ensure_shop_settings_locked
from tenants.access.models import ShopSettings

FIELDS = frozenset({"country", "entity", "retention_years", "request_log_days", "launch_dismissed_at"})


def save_shop_settings(*, changes: Mapping[str, Any], now: dt.datetime) -> list[str]:
    """Keep what the merchant decided.

    Args:
        changes: some of ``FIELDS``, each within what its column allows.

    Returns:
        The names of what is other than before.
    """
    with transaction.atomic():
        row: ShopSettings = ensure_shop_settings_locked(now)
        changed = sorted(name for name in FIELDS & changes.keys() if getattr(row, name) != changes[name])
        for name in changed:
            setattr(row, name, changes[name])
        if changed:
            row.updated_at = now
            row.save()
    return changed
