from __future__ import annotations

import datetime as dt

from tenants.access.models import ApiVersionPin


def pin_api_version(*, version: str, now: dt.datetime) -> str:
    """Pin the merchant's calls, live and test, to a version, unless they are pinned already; run in the live shop.

    Returns:
        The version that they are pinned to.
    """
    pin = ApiVersionPin(version=version, pinned_at=now)
    ApiVersionPin.objects.bulk_create([pin], ignore_conflicts=True)
    return ApiVersionPin.objects.values_list("version", flat=True).get()
