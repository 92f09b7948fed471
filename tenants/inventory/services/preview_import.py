from __future__ import annotations

from tenants.inventory.reading import Preview, ReadFormat, preview
from tenants.inventory.uploads import open_upload


def preview_import(*, upload: str, filename: str, given: ReadFormat | None) -> Preview:
    """What an uploaded file looks like to us, before anything is imported; codes are masked.

    Raises:
        FileRefused: it cannot be read at all.
        RecordNotFound: no such upload.
    """
    return preview(lambda: open_upload(upload), given, filename)
