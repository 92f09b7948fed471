from __future__ import annotations

from typing import NamedTuple

from platform_core.kernel.masking import mask
from tenants.inventory.reading.batches import iter_batches
from tenants.inventory.reading.errors import LineError
from tenants.inventory.reading.format import Opener, ReadFormat, detect_format


class PreviewRow(NamedTuple):
    """A row as it may be shown: masked."""

    line: int
    card_number: str
    secret: str
    face_value: int | None
    expires_on: str


class Preview(NamedTuple):
    """What a file looks like to us."""

    format: ReadFormat
    rows: list[PreviewRow]
    errors: list[LineError]
    estimated_lines: int


def preview(
    source: Opener,
    given: ReadFormat | None = None,
    filename: str = "",
    limit: int = 20,
    remembered: tuple[str, ...] = (),
) -> Preview:
    """The first rows of a file, masked, and how it would be read.

    Raises:
        FileRefused: it cannot be read at all.
    """
    fmt = detect_format(source, given, filename, remembered)
    batch = next(iter(iter_batches(source, fmt, batch_size=2_000)), None)
    if batch is None:
        return Preview(fmt, [], [], 0)
    rows = [
        PreviewRow(
            row.line,
            mask(row.card_number) if row.card_number else "",
            mask(row.secret),
            row.face_value,
            row.expires_on.isoformat() if row.expires_on else "",
        )
        for row in batch.rows[:limit]
    ]
    return Preview(fmt, rows, batch.errors[:limit], batch.lines_read)
