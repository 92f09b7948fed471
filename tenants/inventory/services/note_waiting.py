from __future__ import annotations

import uuid

from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport

WAITING = "rules_unavailable"  # a key of ``ERROR_TEXTS``


def note_waiting(*, import_id: uuid.UUID) -> None:
    """Say of an import that it waits until the rules can be asked; it goes on by itself."""
    running = (ImportState.UPLOADED, ImportState.VALIDATING, ImportState.SCREENING)
    CodeImport.objects.filter(pk=import_id, state__in=running).update(failure=WAITING)
