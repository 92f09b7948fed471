from __future__ import annotations

import datetime as dt

from tenants.inventory.models import AlertSettings


def save_alert_settings(
    *, cover_days: int, mail_owners: bool, mail_operations: bool, by: str, now: dt.datetime
) -> AlertSettings:
    """Keep who is told of low stock, and when.

    Args:
        cover_days: stock that lasts no longer is low; 0: only the number of codes counts.
    """
    row, _made = AlertSettings.objects.update_or_create(
        pk=1,
        defaults={
            "cover_days": cover_days,
            "mail_owners": mail_owners,
            "mail_operations": mail_operations,
            "updated_at": now,
            "updated_by": by[:254],
        },
    )
    return row
