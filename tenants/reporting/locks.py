from __future__ import annotations

import uuid

from django.db import connection

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.reporting.models import Export

EXPORT_LOCK = 4712


def get_export_locked(export_id: uuid.UUID) -> Export:
    """Lock an export: one of finishing, cancelling and revoking it comes first.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Export.objects.select_for_update().filter(pk=export_id).first()
    if found is None:
        raise RecordNotFound(id=public_id("exp", export_id))
    return found


def lock_waiting() -> None:
    """Exports of a shop are counted and begun one after another, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [EXPORT_LOCK, current_tenant().schema_name])
