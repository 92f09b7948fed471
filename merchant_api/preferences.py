"""How a caller would like to be answered (RFC 7240): at once, or only when it is done. What is not known is ignored."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.request import parse_http_list

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from merchant_api.waiting import ROOM
from platform_core.events.selectors import Wanted, get_tail
from platform_core.tenancy.context import current_tenant

LONGEST_WAIT = 30  # seconds
RESPOND_ASYNC = "respond-async"
# A token, perhaps with a value, perhaps with parameters behind it, which none of ours has.
PREFERENCE = re.compile(r"""([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:=\s*("?)([^";]*)\2)?\s*(?:;.*)?""", re.ASCII | re.DOTALL)
PREFER = OpenApiParameter(
    "Prefer",
    str,
    OpenApiParameter.HEADER,
    description="RFC 7240. `respond-async`: answer 202, whatever the size. `wait=10`: what would be answered 202 is answered when "
    f"it is done, if that takes no longer than so many seconds ({LONGEST_WAIT} at most), else 202; together, `wait` counts. Few "
    "requests can wait at a time; others are answered at once. What we do not know is ignored.",
)
PREFERENCE_APPLIED = OpenApiParameter(
    "Preference-Applied",
    str,
    OpenApiParameter.HEADER,
    response=[200, 201, 202],
    description="Which of the preferences this answer goes by.",
)


class Preferences(NamedTuple):
    """What a request prefers; ``wait`` in seconds."""

    respond_async: bool = False
    wait: int | None = None

    @property
    def at_once(self) -> bool:
        """Is 202 preferred to an answer that is there already?"""
        return self.respond_async and self.wait is None


def read_preferences(request: Request) -> Preferences:
    """What the ``Prefer`` header says; of a preference that is named twice the first counts."""
    found: dict[str, str] = {}
    for text in parse_http_list(request.META.get("HTTP_PREFER", "")):
        named = PREFERENCE.fullmatch(text)
        if named is not None:
            found.setdefault(named[1].lower(), named[3] or "")
    seconds = found.get("wait", "")
    wait = min(int(seconds), LONGEST_WAIT) if re.fullmatch(r"\d{1,9}", seconds, re.ASCII) else None
    return Preferences(RESPOND_ASYNC in found, wait)


def went_by(response: Response, preference: str) -> None:
    """Say which preference an answer goes by."""
    response.headers["Preference-Applied"] = preference


def wait_for(about: str, is_over: Callable[[], bool], seconds: int) -> bool | None:
    """Wait where the followers of events wait, without a thread that others need and without a connection.

    Args:
        about: the public id of what is waited for; its events wake.
        is_over: asks the database.

    Returns:
        Whether it is over; None: there was no seat, so nobody waited.
    """
    deadline = time.monotonic() + seconds
    if is_over():
        return True
    with ROOM.seat(current_tenant().role_name) as seat:
        if seat is None:
            return None
        while True:
            tail = get_tail()  # before the look: what ends behind it has an event behind it
            if is_over():
                return True
            left = deadline - time.monotonic()
            if left <= 0 or not ROOM.wait(seat, Wanted(about=about), tail, left):
                return is_over()
