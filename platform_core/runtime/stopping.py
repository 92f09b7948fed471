"""Whether this worker was told to stop: it finishes what it has in hand, and takes up nothing more."""

from __future__ import annotations

import mmap
from typing import Any

from celery.signals import worker_shutting_down

# One byte that the worker shares with the processes that it forks: 1, it is to stop.
_byte = mmap.mmap(-1, 1)


@worker_shutting_down.connect
def stop_taking_up(**kwargs: Any) -> None:
    """A worker that is told to stop waits for its tasks, and a task may go on for ever as long as there is work."""
    _byte[0] = 1


def is_stopping() -> bool:
    """Was it?"""
    return _byte[0] == 1
