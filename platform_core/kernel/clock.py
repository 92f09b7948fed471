"""The one place that asks for the time, so that tests can move it, and merchants that of their test shop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from zoneinfo import ZoneInfo

from django.utils import timezone

# How far the clock of the shop that is worked for goes before the one on the wall. Not zero in a test shop alone, and set by
# tenancy.context, with the place where statements go.
_ahead: ContextVar[dt.timedelta] = ContextVar("ahead", default=dt.timedelta())
# How far behind the one on the wall every clock goes while a history is lived that did not happen; the demo's alone.
_behind: ContextVar[dt.timedelta] = ContextVar("behind", default=dt.timedelta())


def now() -> dt.datetime:
    """The present moment, timezone-aware, in UTC; in a test shop by its own clock."""
    return timezone.now() - _behind.get() + _ahead.get()


def behind() -> dt.timedelta:
    """How long ago it is now in a history that is lived once more; nothing outside of the demo's seeding."""
    return _behind.get()


@contextmanager
def back_in(moment: dt.datetime) -> Iterator[None]:
    """Do the block as if it was ``moment``, and go on from there: services then leave behind what they would have left then.

    For histories that are made up, of the demo and of tests; ids are of then too. The database's own ``now()`` stays on the wall.
    """
    token = _behind.set(timezone.now() - moment)
    try:
        yield
    finally:
        _behind.reset(token)


def on_the_wall(moment: dt.datetime) -> dt.datetime:
    """``moment`` of the shop that is worked for as the rest of the world dates it: for work that waits in a common queue, for
    files, for whatever a test shop's clock must not move.
    """
    return moment - _ahead.get()


def put_ahead(ahead: dt.timedelta) -> Token[dt.timedelta]:
    """Let ``now`` go before the clock on the wall, in this thread, until ``put_back``."""
    return _ahead.set(ahead)


def put_back(token: Token[dt.timedelta]) -> None:
    """Undo the ``put_ahead`` that gave the token."""
    _ahead.reset(token)


def local_date(moment: dt.datetime, zone: str) -> dt.date:
    """The calendar date of ``moment`` in the IANA time zone ``zone``: expiry dates are the shop's dates."""
    return moment.astimezone(ZoneInfo(zone)).date()
