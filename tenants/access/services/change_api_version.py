from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.events.catalogue import ApiVersionChanged
from platform_core.events.selectors import find_next_sequence
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.access.locks import find_api_version_pin_locked
from tenants.access.models import ApiVersionPin


def change_api_version(*, version: str, by: str, now: dt.datetime) -> bool:
    """Pin the merchant's calls to another version; every process goes by it within 5 seconds. Run in the live shop.

    Args:
        version: one that the API answers; the caller has checked it.
        by: who chose it, for the record.

    Returns:
        Whether it is another than before.
    """
    with transaction.atomic():
        pin = find_api_version_pin_locked()
        before = pin.version if pin else None
        if before == version:
            return False
        changed = {"version": version, "pinned_at": now, "previous": before, "changed_by": by}
        ApiVersionPin.objects.update_or_create(defaults=changed)
        outside = public_id("ten", current_tenant().id)
        event = ApiVersionChanged(outside, version, before, by)
        publish_event(event, object_id=outside, now=now, sequence=find_next_sequence(outside))
    return True
