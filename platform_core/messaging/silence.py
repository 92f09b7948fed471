"""Whether the mail server hangs, as this process saw it last: it must not hold up every worker for every mail that waits."""

from __future__ import annotations

import datetime as dt

REST = dt.timedelta(seconds=60)  # three times as long as a hanging attempt takes
_over: list[dt.datetime] = []


def note_silence(now: dt.datetime) -> None:
    """It did not answer in time: for a while it is not asked."""
    _over[:] = [now + REST]


def is_silent(now: dt.datetime) -> bool:
    """Is it to be left alone?"""
    return bool(_over) and now < _over[0]


def forget_silence() -> None:
    """Ask it again."""
    _over.clear()
