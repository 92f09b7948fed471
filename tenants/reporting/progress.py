"""How far exports and statements are: noted while they run, in their rows at the end."""

from __future__ import annotations

import time
from typing import NamedTuple

from platform_core.kernel.job_progress import Progress, find_note, find_progress, note_job
from tenants.reporting.enums import ExportState
from tenants.reporting.models import Export, Statement


class StatementProgress(NamedTuple):
    """Bytes read of bytes in all (0: unknown), lines so far, lines a second."""

    done: int
    total: int
    lines: int
    rate: int


def export_progress(export: Export) -> Progress:
    """How many rows of an export are written."""
    if export.state not in {ExportState.QUEUED, ExportState.RUNNING}:
        return Progress(export.rows, export.rows)
    return find_progress(export.id)


def note_progress(statement: Statement, *, done: int, lines: int, started: float) -> None:
    """Remember how far the reading of a statement is.

    Args:
        done: bytes read.
        lines: lines read.
        started: when it began, as ``time.time()`` says.
    """
    note_job(statement.id, [done, lines, int(lines / max(time.time() - started, 0.001))])


def statement_progress(statement: Statement) -> StatementProgress:
    """How far the reading of a statement is."""
    if not statement.is_running:
        return StatementProgress(statement.bytes, statement.bytes, statement.lines_read, 0)
    done, lines, rate = find_note(statement.id) or (0, 0, 0)
    return StatementProgress(min(done, statement.bytes), statement.bytes, lines, rate)
