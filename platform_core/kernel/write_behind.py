"""Rows that may be written a little later: kept in the process, written in batches by a thread of its own.

For what is worth having and not worth waiting for. Adding costs no I/O; memory is bounded, what does not fit is counted and
reported. kill -9 loses what was not written yet; an orderly end of the process writes it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

logger = logging.getLogger(__name__)


class Sized(Protocol):
    """Something that knows how much memory it holds, about."""

    @property
    def size(self) -> int:
        """In bytes."""


Item = TypeVar("Item", bound=Sized)


class WriteBehind(Generic[Item]):
    """A bounded buffer and the thread that empties it.

    Args:
        name: in log lines.
        write: writes a batch, oldest first; returns what could not be written now and is to be tried again.
        seconds: between two batches; 0: no thread, only ``flush`` writes.
        most_bytes: kept at most; what comes on top is dropped.
        soon: so many items do not wait for the time to pass.
    """

    def __init__(
        self,
        name: str,
        write: Callable[[list[Item]], list[Item]],
        *,
        seconds: float,
        most_bytes: int,
        soon: int = 200,
    ) -> None:
        self._name, self._write = name, write
        self._seconds, self._most_bytes, self._soon = seconds, most_bytes, soon
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)  # the parent writes what is the parent's

    def _begin_anew(self) -> None:
        self._lock, self._writing, self._wake = threading.Lock(), threading.Lock(), threading.Event()
        self._items: list[Item] = []
        self._bytes = self._dropped = 0
        self._thread: threading.Thread | None = None

    def add(self, item: Item) -> None:
        """Keep an item until it is written."""
        with self._lock:
            if self._bytes + item.size > self._most_bytes:
                self._dropped += 1
                return
            self._items.append(item)
            self._bytes += item.size
            waiting, idle = len(self._items), self._thread is None
            if idle and self._seconds:
                self._start()
        if waiting == self._soon:
            self._wake.set()

    def flush(self) -> None:
        """Write what is there, in the calling thread; one batch at a time. Never raises."""
        with self._writing:
            with self._lock:
                taken, dropped = self._items, self._dropped
                self._items, self._bytes, self._dropped = [], 0, 0
            if dropped:
                logger.warning("%s: %d dropped, more came than could be written", self._name, dropped)
            if not taken:
                return
            try:
                left = self._write(taken)
            except Exception as error:  # its words could quote what was to be written
                logger.error("%s: %d lost (%s)", self._name, len(taken), type(error).__name__)
                return
            if left:
                self._put_back(left)

    def forget(self) -> None:
        """Drop what is there."""
        with self._lock:
            self._items, self._bytes, self._dropped = [], 0, 0

    def _put_back(self, left: list[Item]) -> None:
        with self._lock:
            kept, room = [], self._most_bytes - self._bytes
            for item in left:
                if item.size <= room:
                    kept.append(item)
                    room -= item.size
            self._dropped += len(left) - len(kept)
            self._items = kept + self._items
            self._bytes = self._most_bytes - room

    def _start(self) -> None:
        # Not a daemon: the interpreter waits for it at its end, also in the children of a pre-forking server.
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=False)
        self._thread.start()

    def _run(self) -> None:
        main = threading.main_thread()
        while main.is_alive():
            self._wake.wait(self._seconds)
            self._wake.clear()
            self.flush()
        self.flush()
