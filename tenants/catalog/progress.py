"""How far a job with a table of products is: in the cache while it runs (its transaction shows nothing outside)."""

from __future__ import annotations

import time
import uuid
from typing import NamedTuple

from django.core.cache import cache

KEEP = 3600
EVERY = 0.5  # seconds between two notes


class SheetProgress(NamedTuple):
    """Things done of things in all; ``total`` is 0 as long as they were not counted."""

    done: int
    total: int


class SheetStopped(Exception):
    """Somebody stopped it: nothing of it is to stay."""


def _key(sheet_id: uuid.UUID) -> str:
    return f"sheet-progress:{sheet_id.hex}"


def _stop_key(sheet_id: uuid.UUID) -> str:
    return f"sheet-stopped:{sheet_id.hex}"


def tell_sheet_to_stop(sheet_id: uuid.UUID) -> None:
    """Have a job with a table stop. Not heard, it goes on to the end, and can be undone."""
    try:
        cache.set(_stop_key(sheet_id), 1, KEEP)
    except Exception:
        pass


def find_sheet_progress(sheet_id: uuid.UUID) -> SheetProgress:
    """How far it is."""
    try:
        found = cache.get(_key(sheet_id))
    except Exception:
        found = None
    return SheetProgress(found[0], max(found)) if found else SheetProgress(0, 0)


class Stepping:
    """Notes of a running job. A lost cache loses a progress bar, nothing else."""

    def __init__(self, sheet_id: uuid.UUID) -> None:
        self._id, self._done, self._total, self._next = sheet_id, 0, 0, 0.0

    def begin(self, total: int) -> None:
        """So many things are to be done."""
        self._total = total
        self._note()

    def step(self) -> None:
        """One of them is.

        Raises:
            SheetStopped
        """
        self._done += 1
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self._note()

    def forget(self) -> None:
        """The next job begins anew."""
        try:
            cache.delete_many([_key(self._id), _stop_key(self._id)])
        except Exception:
            pass

    def _note(self) -> None:
        try:
            cache.set(_key(self._id), [self._done, self._total], KEEP)
            stopped = cache.get(_stop_key(self._id))
        except Exception:
            return
        if stopped:
            raise SheetStopped
