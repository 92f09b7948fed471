from __future__ import annotations

import uuid

from tenants.inventory.models import SupplierContract
from tenants.inventory.reading import Preview, ReadFormat, preview
from tenants.inventory.uploads import open_upload


def preview_import(
    *, upload: str, filename: str, given: ReadFormat | None, contract_id: uuid.UUID | None = None
) -> Preview:
    """What an uploaded file looks like to us, before anything is imported; codes are masked.

    Args:
        contract_id: whose file it is; its columns are remembered from the last one.

    Raises:
        FileRefused: it cannot be read at all.
        RecordNotFound: no such upload.
    """
    contract = SupplierContract.objects.filter(pk=contract_id).first() if contract_id else None
    remembered = tuple(contract.import_format.get("columns") or ()) if contract else ()
    return preview(lambda: open_upload(upload), given, filename, remembered=remembered)
