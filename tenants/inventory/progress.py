"""How far an import is: noted while it runs, in its row at the end."""

from __future__ import annotations

import time
import uuid
from typing import NamedTuple

from django.db.models import Sum

from platform_core.kernel.job_progress import Progress as Counted
from platform_core.kernel.job_progress import find_note, note_job
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport, Lot


class Progress(NamedTuple):
    """Counts in bytes read of bytes in all; rate in bytes a second."""

    done: int
    total: int
    lines: int
    rate_per_second: float
    seconds_left: int | None

    @property
    def lines_per_second(self) -> int:
        """How many lines are read in a second."""
        return int(self.rate_per_second * self.lines / self.done) if self.done else 0


def note_progress(import_id: uuid.UUID, *, done: int, lines: int, started: float) -> None:
    """Remember how far it is: bytes and lines read since ``started``, as ``time.time()`` says."""
    note_job(import_id, [done, lines, started, time.time()])


def screening_progress(import_id: uuid.UUID) -> Counted:
    """How many of its codes were looked up in the register of prints."""
    found = Lot.objects.filter(code_import_id=import_id).aggregate(done=Sum("screened"), total=Sum("size"))
    return Counted(found["done"] or 0, found["total"] or 0)


def import_progress(code_import: CodeImport) -> Progress:
    """How far an import is."""
    total = max(code_import.bytes, 1)
    if code_import.state not in {ImportState.UPLOADED, ImportState.VALIDATING}:
        return Progress(total, total, code_import.lines, 0.0, 0)
    found = find_note(code_import.id)
    if not found:
        return Progress(0, total, 0, 0.0, None)
    done, lines, started, at = found
    rate = done / max(at - started, 0.001)
    return Progress(done, total, lines, rate, int((total - done) / rate) + 1 if rate else None)
