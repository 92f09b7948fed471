from __future__ import annotations

import datetime as dt
import os
import uuid
from pathlib import Path

from django.conf import settings

from platform_core.kernel.clock import on_the_wall


def text_buyer(*, phone: str, text: str, now: dt.datetime) -> None:
    """Send a text message. The one place that does: until a gateway is set it goes into the local outbox, a file each."""
    folder = Path(settings.KAQUAN_DATA_DIR) / "texts"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = folder / f"{on_the_wall(now):%Y%m%d-%H%M%S}-{uuid.uuid4().hex}.txt"
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{phone}\n{text}\n")
