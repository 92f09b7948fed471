"""What is kept for seconds is read again shortly before it is too old, by a thread of its own: no request waits for it."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor

logger = logging.getLogger(__name__)


class ReadAhead:
    """One thread that reads what it is asked to, one after the other; what was asked for and not begun is not asked twice.

    Args:
        name: of the thread, and in log lines.
        on: off, nothing is read ahead, e.g. in tests, whose data other threads do not see.
    """

    def __init__(self, name: str, *, on: bool) -> None:
        self._name, self._on = name, on
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)  # threads are the parent's

    def _begin_anew(self) -> None:
        self._lock = threading.Lock()
        self._asked: set[Hashable] = set()
        self._thread: ThreadPoolExecutor | None = None

    def ask(self, what: Hashable, read: Callable[[], None]) -> None:
        """Have something read soon. Whatever goes wrong, whoever needs it then reads it themselves."""
        with self._lock:
            if not self._on or what in self._asked:
                return
            self._asked.add(what)
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
            thread = self._thread
        try:
            thread.submit(self._run, what, read)
        except RuntimeError:  # the interpreter is ending
            self._asked.discard(what)

    def _run(self, what: Hashable, read: Callable[[], None]) -> None:
        try:
            read()
        except Exception as error:
            logger.warning("%s: not read ahead (%s)", self._name, type(error).__name__)
        finally:
            with self._lock:
                self._asked.discard(what)
