"""Takes the letters that staff of the platform upload: in memory, no more than a letter may be, and from nobody else."""

from __future__ import annotations

import io
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from platform_core.compliance.files.limits import MOST_BYTES
from platform_core.tenancy.context import find_current_tenant

ROOM: Final = "/staff/exports/"
FAR_TOO_MUCH: Final = 4 * MOST_BYTES  # until here the rest is read and forgotten, so that the person can be told


class LetterUploadHandler(FileUploadHandler):
    """Django's upload hook for the platform's own pages; files of shops it leaves to the next one."""

    _content: io.BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins: is it for the platform, in a form for letters, of somebody with the cookie of its staff?

        Raises:
            StopFutureHandlers: no other handler is to take it.
        """
        super().new_file(*args, **kwargs)
        request = self.request
        if (
            find_current_tenant() is None
            and request is not None
            and request.path.startswith(ROOM)
            and settings.KAQUAN_STAFF_COOKIE in request.COOKIES
        ):
            self._content = io.BytesIO()
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """More of it.

        Raises:
            StopUpload: it goes on and on.
        """
        if self._content is None:
            return raw_data
        if start > FAR_TOO_MUCH:
            raise StopUpload(connection_reset=True)
        self._content.write(raw_data[: max(MOST_BYTES + 1 - start, 0)])
        return None

    def file_complete(self, file_size: int) -> File | None:  # type: ignore[override, type-arg]
        """It is whole; of one that is too large the beginning, one byte more than a letter may have."""
        if self._content is None:
            return None
        content, self._content = self._content, None
        content.seek(0)
        return File(content, self.file_name)
