from __future__ import annotations

import datetime as dt

from tenants.access.models import ApiVersionPin


def change_api_version(*, version: str, now: dt.datetime) -> None:
    """Pin the merchant's calls to another version; every process goes by it within 5 seconds. Run in the live shop.

    Args:
        version: one that the API answers; the caller has checked it.
    """
    ApiVersionPin.objects.update_or_create(defaults={"version": version, "pinned_at": now})
