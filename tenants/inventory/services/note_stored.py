from __future__ import annotations

from tenants.inventory.models import CodeImport
from tenants.inventory.staging import Stored


def note_stored(*, code_import: CodeImport, stored: Stored, rejected: int) -> None:
    """Note what was stored of an import in its row, which the caller saves."""
    code_import.accepted = stored.accepted
    code_import.duplicates_in_file = stored.duplicates_in_file
    code_import.duplicates_in_stock = stored.duplicates_in_stock
    code_import.rejected = rejected
