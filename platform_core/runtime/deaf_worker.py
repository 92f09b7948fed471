"""A worker that hears nothing any more ends itself, so that whoever watches over it starts another.

After its broker was away, a Celery worker can be alive, connected and deaf: messages wait, it has nothing to do, and it
never takes one again (celery/celery#8030, #10205). Nothing outside can tell that from a quiet hour; the worker itself can.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any, Final

import redis
from celery import Celery, bootsteps
from celery.worker import state
from django.conf import settings

logger = logging.getLogger(__name__)
LOOK_EVERY: Final = 3.0  # seconds
PATIENCE: Final = 20.0  # seconds; who listens takes a message within milliseconds
SOCKET_SECONDS: Final = 2.0


class Ear:
    """Tells deafness from quiet and from work, out of what was seen at each look."""

    def __init__(self) -> None:
        self._taken = -1
        self._since: float | None = None

    def is_deaf(self, *, waiting: int, taken: int, busy: bool, at: float) -> bool:
        """Did messages wait for long, all the time, while this worker had nothing to do and took none?

        Args:
            waiting: messages in the queue.
            taken: messages that this worker took since it started.
            at: seconds, of any clock that only goes forward.
        """
        if not waiting or busy or taken != self._taken:
            self._taken, self._since = taken, None
            return False
        self._since = at if self._since is None else self._since
        return at - self._since >= PATIENCE


class DeafWorker(bootsteps.StartStopStep):  # type: ignore[misc]
    """Looks every few seconds, in a thread of the worker's own process: its event loop may be what hangs."""

    def __init__(self, worker: Any, **options: Any) -> None:
        super().__init__(worker, **options)
        self._over = threading.Event()

    def start(self, worker: Any) -> None:
        """See ``StartStopStep``."""
        queue = worker.app.conf.task_default_queue
        threading.Thread(target=self._watch, args=(queue,), name="deaf-worker", daemon=True).start()

    def stop(self, worker: Any) -> None:
        """See ``StartStopStep``."""
        self._over.set()

    terminate = stop

    def _watch(self, queue: str) -> None:
        broker = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=SOCKET_SECONDS, socket_connect_timeout=SOCKET_SECONDS
        )
        ear = Ear()
        while not self._over.wait(LOOK_EVERY):
            try:
                waiting = int(broker.llen(queue))  # type: ignore[arg-type]
            except redis.RedisError:
                waiting = 0  # a broker that is away has nothing to say
            taken, busy = sum(state.total_count.values()), bool(state.reserved_requests)
            if ear.is_deaf(waiting=waiting, taken=taken, busy=busy, at=time.monotonic()):
                logger.critical("deaf: %d messages wait and none is taken; ending", waiting)
                os.kill(os.getpid(), signal.SIGKILL)  # it does nothing that could be lost, and may hear no other signal


def watch_for_deafness(app: Celery) -> None:
    """Have every worker of this app watch itself."""
    app.steps["worker"].add(DeafWorker)
