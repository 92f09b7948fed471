"""What staff typed into a form, as histories keep it."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest

CHINA: Final = ZoneInfo("Asia/Shanghai")  # the law's days are days in China


def text_of(request: HttpRequest, name: str, most: int = 1000) -> str:
    """A field without the space around it, cut off at so many characters."""
    return request.POST.get(name, "").strip()[:most]


def lines_of(request: HttpRequest, name: str) -> list[str]:
    """A field of one thing a line: the first twenty."""
    return [line.strip() for line in request.POST.get(name, "").splitlines() if line.strip()][:20]


def day_of(request: HttpRequest, name: str) -> dt.datetime | None:
    """The beginning of a day that was chosen; None: none was."""
    try:
        return dt.datetime.combine(dt.date.fromisoformat(request.POST.get(name, "")), dt.time(), CHINA)
    except ValueError:
        return None
