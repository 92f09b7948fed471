"""Mails as files, where no mail server is named."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from typing import Any

from django.core.mail.backends import filebased


class FileBackend(filebased.EmailBackend):
    """A file for every mail.

    Django names files by second and memory address: two workers of one parent often agree on both, and write two mails into
    one file.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        moment = dt.datetime.now(dt.UTC)
        self._fname = os.path.join(self.file_path, f"{moment:%Y%m%d-%H%M%S}-{uuid.uuid4().hex}.log")
