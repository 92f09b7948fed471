from __future__ import annotations

import uuid

from django.db.models import Prefetch, QuerySet

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.reporting.models import Difference, Export, ExportDownload, Statement

DOWNLOADS = 20  # shown of an export


def list_exports() -> QuerySet[Export]:
    """Exports with their latest downloads."""
    latest = ExportDownload.objects.order_by("-id")[:DOWNLOADS]
    return Export.objects.prefetch_related(
        Prefetch("downloads", latest, to_attr="latest_downloads")  # type: ignore[no-redef]
    )


def find_export(export_id: uuid.UUID) -> Export | None:
    """One export, or None."""
    return list_exports().filter(pk=export_id).first()


def get_export(export_id: uuid.UUID) -> Export:
    """One export.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = find_export(export_id)
    if found is None:
        raise RecordNotFound(id=public_id("exp", export_id))
    return found


def get_statement(statement_id: uuid.UUID) -> Statement:
    """A statement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Statement.objects.filter(pk=statement_id).first()
    if found is None:
        raise RecordNotFound(id=str(statement_id))
    return found


def get_difference(difference_id: uuid.UUID) -> Difference:
    """A difference with its statement.

    Raises:
        RecordNotFound: none of this tenant has this id.
    """
    found = Difference.objects.select_related("statement").filter(pk=difference_id).first()
    if found is None:
        raise RecordNotFound(id=str(difference_id))
    return found
