"""How far a running job is, and whether it is still wanted: in the cache, for outside its transaction nothing of it shows.

A lost cache loses a progress bar, or a wish to stop: then the job goes on to its end.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.cache import cache

KEEP = 3600  # seconds
EVERY = 0.5  # seconds between two notes of one job


class Progress(NamedTuple):
    """Things done of things in all; ``total`` is 0 as long as they were not counted."""

    done: int
    total: int


class JobStopped(Exception):
    """Somebody told it to stop: nothing of it is to stay."""


def _key(job_id: uuid.UUID) -> str:
    return f"job-progress:{job_id.hex}"


def _stop_key(job_id: uuid.UUID) -> str:
    return f"job-stopped:{job_id.hex}"


def note_job(job_id: uuid.UUID, note: Sequence[Any]) -> None:
    """Remember how far a job is, in words of its own."""
    try:
        cache.set(_key(job_id), note, KEEP)
    except Exception:
        pass


def find_note(job_id: uuid.UUID) -> Sequence[Any] | None:
    """What was noted last, if anything was."""
    try:
        found: Sequence[Any] | None = cache.get(_key(job_id))
    except Exception:
        return None
    return found


def find_progress(job_id: uuid.UUID) -> Progress:
    """How far a job is that counts by :class:`JobProgress`."""
    found = find_note(job_id)
    return Progress(found[0], max(found)) if found else Progress(0, 0)


def tell_to_stop(job_id: uuid.UUID) -> None:
    """Spare a worker the rest of a job."""
    try:
        cache.set(_stop_key(job_id), 1, KEEP)
    except Exception:
        pass


class JobProgress:
    """What a job says of itself while it runs."""

    def __init__(self, job_id: uuid.UUID, total: int = 0) -> None:
        self._id, self._done, self._total, self._next = job_id, 0, total, 0.0

    def begin(self, total: int) -> None:
        """So many things are to be done.

        Raises:
            JobStopped
        """
        self._total = total
        self._note()

    def add(self, things: int = 1) -> None:
        """So many more of them are.

        Raises:
            JobStopped
        """
        self._done += things
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self._note()

    def forget(self) -> None:
        """The next job of the same thing begins anew."""
        try:
            cache.delete_many([_key(self._id), _stop_key(self._id)])
        except Exception:
            pass

    def _note(self) -> None:
        note_job(self._id, [self._done, self._total])
        try:
            stopped = cache.get(_stop_key(self._id))
        except Exception:
            return
        if stopped:
            raise JobStopped
