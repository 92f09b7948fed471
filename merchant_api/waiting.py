"""Where requests wait for events: few at a time, none with a database connection, all gone when the process is told to end.

A waiting request has a thread of the web server for itself, so the server is started with that many more of them
(``KAQUAN_EVENT_WAITERS``). One thread of our own asks the database for all who wait, twice a second, with one query; it is there
only while somebody waits. NOTIFY would wake sooner, but is a lock that all commits of the server queue for.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from platform_core.events.selectors import Place, Reader, Wanted, list_readers_with_news
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
TICK = 0.5  # seconds
ENDINGS = {signal.SIGTERM, signal.SIGINT}


class Seat:
    """One waiting request."""

    def __init__(self, role: str) -> None:
        self.role = role
        self.reader: Reader | None = None  # what it waits for
        self.woken = threading.Event()


class WaitingRoom:
    """The seats of this process. No merchant takes more than half of them."""

    def __init__(self, seats: int) -> None:
        self._seats, self._for_one = seats, (seats + 1) // 2
        self._taken: list[Seat] = []
        self._lock = threading.Lock()
        self._watcher: threading.Thread | None = None
        self._signals: int | None = None
        self._closed = False

    @contextmanager
    def seat(self, role: str) -> Iterator[Seat | None]:
        """A seat for the block, or None: all are taken, or the process is about to end."""
        seat = Seat(role)
        with self._lock:
            of_one = sum(other.role == role for other in self._taken)
            free = not self._closed and len(self._taken) < self._seats and of_one < self._for_one
            if free:
                self._taken.append(seat)
        try:
            yield seat if free else None
        finally:
            with self._lock:
                if free:
                    self._taken.remove(seat)

    def wait(self, seat: Seat, wanted: Wanted, place: Place, seconds: float) -> bool:
        """Wait, without a database connection, until there is something wanted behind the place.

        Returns:
            Whether it is worth to look again; False: the time is over or the process is about to end.
        """
        connection.close()
        with self._lock:
            seat.woken.clear()
            seat.reader = Reader(seat.role, wanted, place)
            if self._watcher is None and not self._closed:
                self._watcher = threading.Thread(target=self._watch, daemon=True, name="event-watcher")
                self._watcher.start()
        return not self._closed and seat.woken.wait(seconds) and not self._closed

    def listen_for_the_end(self) -> None:
        """Leave when the process is told to end. Call once, in the main thread, before requests are served.

        Python writes the number of every signal into the pipe, whichever handler the web server installs later.
        """
        self._signals, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def close(self) -> None:
        """Wake everybody, for good."""
        self._closed = True
        for seat, _ in self._asking():
            seat.woken.set()

    def _asking(self) -> list[tuple[Seat, Reader]]:
        with self._lock:
            return [(seat, seat.reader) for seat in self._taken if seat.reader is not None]

    def _watch(self) -> None:
        try:
            while self._stays():
                self._look()
                self._pause()
        finally:
            connection.close()

    def _stays(self) -> bool:
        with self._lock:
            if not self._taken or self._closed:
                self._watcher = None
            return self._watcher is not None

    def _look(self) -> None:
        asking = self._asking()
        try:
            with platform_context():
                found = list_readers_with_news([reader for _, reader in asking])
        except Exception:  # each looks for itself and answers what it meets
            logger.warning("nobody could look for news", exc_info=True)
            found = set(range(len(asking)))
        for number in found:
            asking[number][0].woken.set()

    def _pause(self) -> None:
        if self._signals is None:
            threading.Event().wait(TICK)
        elif select.select([self._signals], [], [], TICK)[0] and ENDINGS & set(os.read(self._signals, 4096)):
            self.close()


ROOM = WaitingRoom(settings.KAQUAN_EVENT_WAITERS)
