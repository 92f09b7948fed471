"""Locks of imports. What an import does to the store is locked after it, in primary-key order, in the statements of a claim."""

from __future__ import annotations

import uuid

from tenants.inventory.models import CodeImport


def find_import_locked(import_id: uuid.UUID) -> CodeImport | None:
    """Lock an import and its contract, for the job that begins it; None: no such import."""
    return CodeImport.objects.select_for_update().filter(pk=import_id).select_related("contract").first()


def get_import_locked(import_id: uuid.UUID) -> CodeImport:
    """Lock an import alone, for who undoes it.

    Raises:
        CodeImport.DoesNotExist: no such import.
    """
    return CodeImport.objects.select_for_update().get(pk=import_id)
