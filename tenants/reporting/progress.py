"""How far an export is, and whether it is still wanted: in the cache while it is written (its snapshot sees no change)."""

from __future__ import annotations

import time
import uuid
from typing import NamedTuple

from django.core.cache import cache

from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export

KEEP = 3600
EVERY = 0.5  # seconds between two notes


class Progress(NamedTuple):
    """Rows written of rows in all; ``total`` is 0 as long as they were not counted."""

    done: int
    total: int


class ExportStopped(Exception):
    """It was cancelled while it was being written."""


def _key(export_id: uuid.UUID) -> str:
    return f"export-progress:{export_id.hex}"


def _stop_key(export_id: uuid.UUID) -> str:
    return f"export-stopped:{export_id.hex}"


def tell_to_stop(export_id: uuid.UUID) -> None:
    """Spare a worker the rest. Not heard, it writes to the end and its file is thrown away."""
    try:
        cache.set(_stop_key(export_id), 1, KEEP)
    except Exception:
        pass


class Progressing:
    """Notes of a running export."""

    def __init__(self, export_id: uuid.UUID, total: int) -> None:
        self.done = 0
        self._id, self._total, self._next = export_id, total, 0.0

    def add(self, rows: int) -> None:
        """So many more are written. A lost cache loses a progress bar, nothing else.

        Raises:
            ExportStopped
        """
        self.done += rows
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + EVERY
        try:
            cache.set(_key(self._id), [self.done, self._total], KEEP)
            stopped = cache.get(_stop_key(self._id))
        except Exception:
            return
        if stopped:
            raise ExportStopped


def export_progress(export: Export) -> Progress:
    """How far an export is."""
    if export.state not in {ExportState.QUEUED, ExportState.RUNNING}:
        return Progress(export.rows, export.rows)
    try:
        found = cache.get(_key(export.id))
    except Exception:
        found = None
    return Progress(found[0], max(found)) if found else Progress(0, 0)
