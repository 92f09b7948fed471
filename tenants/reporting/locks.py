from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import connection

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant
from tenants.reporting.models import Difference, Export, Statement

EXPORT_LOCK = 4712
CHANNEL_LOCK = 4713
LOADING_LOCK = 4714


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


def lock_channel(gateway: str) -> None:
    """What changes differences of a channel happens one after another, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
            [CHANNEL_LOCK, f"{current_tenant().schema_name}/{gateway}"],
        )


def lock_loading(statement_id: uuid.UUID) -> None:
    """One worker at a time loads a statement, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOADING_LOCK, statement_id.hex])


def get_statement_locked(statement_id: uuid.UUID) -> Statement:
    """Lock a statement: one of loading, cancelling and undoing it comes first.

    Raises:
        RecordNotFound
    """
    found = Statement.objects.select_for_update().filter(pk=statement_id).first()
    if found is None:
        raise RecordNotFound(id=str(statement_id))
    return found


def list_differences_locked(difference_ids: Collection[uuid.UUID]) -> list[Difference]:
    """Lock differences, in the order of their ids."""
    return list(Difference.objects.select_for_update().filter(pk__in=difference_ids).order_by("id"))
