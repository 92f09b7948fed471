"""The export job: one pass through one snapshot into a sealed file. Killed at any point it is done anew, from the beginning.

A file that was not finished is never offered: an export is completed, and its looks at codes are recorded, in the
transaction that offers the file.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import get_language, override

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.job_progress import JobProgress, JobStopped
from platform_core.tenancy.context import current_tenant
from tenants.inventory.uploads import SealedWriter
from tenants.reporting.archive import open_archive
from tenants.reporting.enums import ExportState
from tenants.reporting.files.writers import WRITERS
from tenants.reporting.formats import encode
from tenants.reporting.locks import get_export_locked
from tenants.reporting.makers import make_sheet
from tenants.reporting.models import Export
from tenants.reporting.reports.sheet import Row as SheetRow
from tenants.reporting.services.finish_export import finish_export
from tenants.reporting.sources import Row, source_of
from tenants.reporting.vault import delete_file, password_of, room_of

SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
# A million rows take longer than a request may.
PATIENCE = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"

TOLD_EVERY = 500  # rows of a sheet


def run_export(*, export_id: uuid.UUID, now: dt.datetime) -> None:
    """Write an export and offer its file. Running it again after it is over changes nothing."""
    begun = _begin(export_id)
    if begun is None:
        return
    export, writer = begun
    tally = _Tally(export)
    try:
        with _one_snapshot(), override(export.language or get_language()):
            _write(export, writer, tally.read(now), now)
        stored = writer.close()
    except JobStopped:
        writer.abort()
        return
    except BaseException:
        writer.abort()
        raise
    # From here on the file is the export's: whether a lost connection had committed cannot be known here.
    if not finish_export(export=export, stored=stored, rows=tally.rows, revealed=tally.revealed, now=now):
        writer.abort()


def _begin(export_id: uuid.UUID) -> tuple[Export, SealedWriter] | None:
    """Take the export over, from whoever began it before; None: it is over."""
    with transaction.atomic():
        try:
            export = get_export_locked(export_id)
        except RecordNotFound:
            return None
        if export.state not in {ExportState.QUEUED, ExportState.RUNNING}:
            return None
        delete_file(export.file)
        writer = SealedWriter(room_of(export))
        export.state, export.file = ExportState.RUNNING, writer.name
        export.save(update_fields=["state", "file"])
    return export, writer


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """Everything that is read shows one moment, however long it takes. Inside a caller's transaction it is the caller's."""
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not nested:
            cursor.execute(SNAPSHOT)
        cursor.execute(PATIENCE)
        yield


def _write(export: Export, writer: SealedWriter, content: Iterable[bytes], now: dt.datetime) -> None:
    """The file as it is, or in an encrypted archive where codes are in the clear."""
    if not export.reveal:
        for chunk in content:
            writer.write(chunk)
        return
    at = now.astimezone(ZoneInfo(current_tenant().time_zone))
    member = f"{export.type}.{export.format}"
    with open_archive(writer, member=member, password=password_of(export), at=at) as file:
        for chunk in content:
            file.write(chunk)


class _Tally:
    """The bytes of an export's file, and what was counted on the way."""

    def __init__(self, export: Export) -> None:
        self.rows = self.revealed = 0
        self._export = export

    def read(self, now: dt.datetime) -> Iterable[bytes]:
        """Batch by batch."""
        export = self._export
        if export.sheet:
            return self._read_sheet()
        source = source_of(export, now)
        progress = JobProgress(export.id, source.total)
        counted = source._replace(batches=self._count(source.batches, progress))
        return encode(counted, export.format, zone=current_tenant().time_zone, bom=export.bom)

    def _read_sheet(self) -> Iterable[bytes]:
        made = make_sheet(self._export.sheet, self._export.asked)
        progress = JobProgress(self._export.id, made.total)
        sheet = made.sheet._replace(rows=self._count_rows(made.sheet.rows, progress))
        return WRITERS[self._export.format](sheet, current_tenant().time_zone)

    def _count_rows(self, rows: Iterable[SheetRow], progress: JobProgress) -> Iterator[SheetRow]:
        for row in rows:
            self.rows += 1
            if self.rows % TOLD_EVERY == 0:
                progress.add(TOLD_EVERY)
            yield row

    def _count(self, batches: Iterable[list[Row]], progress: JobProgress) -> Iterator[list[Row]]:
        for batch in batches:
            progress.add(len(batch))
            self.rows += len(batch)
            if self._export.reveal:
                self.revealed += sum(row[-1] is not None for row in batch)
            yield batch
