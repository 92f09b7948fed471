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
from collections.abc import Callable
from functools import cache
from typing import Final

import redis
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
            waiting: messages in its queues.
            taken: messages that this worker took since it started.
            at: seconds, of any clock that only goes forward.
        """
        if not waiting or busy or taken != self._taken:
            self._taken, self._since = taken, None
            return False
        self._since = at if self._since is None else self._since
        return at - self._since >= PATIENCE


@cache
def watch_worker(*, queues: tuple[str, ...], say_alive: Callable[[], None]) -> None:
    """From now on, look every few seconds whether this process hears what waits in ``queues``, and say so as long as it does.

    In a thread of the worker's own process: its event loop may be what hangs, and all its children may be at work for minutes.
    Asking twice changes nothing.
    """
    threading.Thread(target=_watch, args=(queues, say_alive), name="deaf-worker", daemon=True).start()


def _watch(queues: tuple[str, ...], say_alive: Callable[[], None]) -> None:
    broker = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=SOCKET_SECONDS, socket_connect_timeout=SOCKET_SECONDS
    )
    ear = Ear()
    while True:
        try:
            waiting = sum(int(broker.llen(queue)) for queue in queues)  # type: ignore[arg-type]
            taken, busy = sum(state.total_count.values()), bool(state.reserved_requests)
            if ear.is_deaf(waiting=waiting, taken=taken, busy=busy, at=time.monotonic()):
                logger.critical("deaf: %d messages wait and none is taken; ending", waiting)
                os.kill(os.getpid(), signal.SIGKILL)  # it does nothing that could be lost, and may hear no other signal
            say_alive()
        except redis.RedisError:
            pass  # a broker that is away has nothing to say, and nobody to tell
        except Exception:  # whatever it is: without this thread the worker would be taken for dead
            logger.exception("the worker could not say that it lives")
        time.sleep(LOOK_EVERY)
