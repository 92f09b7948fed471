"""The import job: one streaming pass from the sealed file to the store, in one transaction, so nothing is half-done; then, for a
shop that is live, a second stage that looks the codes up in the register of prints before they are on the shelf.

Killed at any point it starts again, from the file or behind the last codes that were looked up, and ends the same: codes are only
there once the first stage commits, and only for sale at the end of the second.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from typing import IO

from django.db import connection, transaction

from platform_core.compliance.errors import RuleRefused, ScreeningUnavailable
from platform_core.kernel.clock import local_date
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import ImportState
from tenants.inventory.error_file import ErrorFile
from tenants.inventory.locks import find_import_locked
from tenants.inventory.models import CodeImport
from tenants.inventory.packing import Row
from tenants.inventory.progress import note_progress
from tenants.inventory.reading import FileRefused, ReadFormat, detect_format, iter_batches, sift
from tenants.inventory.services.end_import import end_import
from tenants.inventory.services.finish_import import finish_import
from tenants.inventory.services.note_stored import note_stored
from tenants.inventory.services.note_waiting import note_waiting
from tenants.inventory.services.screen_import import screen_import
from tenants.inventory.services.screen_validity import screen_validity
from tenants.inventory.services.store_shared_codes import store_shared_codes
from tenants.inventory.staging import BATCHES, stage, store_staged
from tenants.inventory.uploads import delete_upload, open_upload

BATCH = 20_000  # lines between two looks at whether it was cancelled
IMPORT_LOCK = 4711
STORED = (
    "format", "lines", "errors_upload", "accepted", "duplicates_in_file", "duplicates_in_stock", "rejected",
)  # fmt: skip


class Canceled(Exception):
    """The merchant asked to stop."""


class AlreadyOver(Exception):
    """Another worker ended this import while we waited for our turn."""


def run_import(*, import_id: uuid.UUID, now: dt.datetime) -> None:
    """Read a file into stock. Running it again after it is over changes nothing.

    Raises:
        ScreeningUnavailable: the rules cannot be asked now. Nothing of it is on the shelf, and it is tried again.
    """
    code_import = _begin(import_id, now)
    if code_import is None:
        return
    if code_import.state != ImportState.VALIDATING:
        delete_upload(code_import.upload)  # a worker may have died between its commit and this
        if code_import.state == ImportState.SCREENING:
            _screen(code_import, now)
        return
    errors = ErrorFile(code_import)
    try:
        with transaction.atomic():
            _import(code_import, errors, now)
    except Canceled:
        errors.discard()
        end_import(code_import=code_import, state=ImportState.CANCELED, failure="", now=now)
    except FileRefused as refusal:
        errors.discard()
        end_import(code_import=code_import, state=ImportState.REJECTED, failure=refusal.code, now=now)
    except SealBroken:
        errors.discard()
        end_import(code_import=code_import, state=ImportState.REJECTED, failure="file_corrupt", now=now)
    except RuleRefused as refused:
        errors.discard()
        refused.keep()
        end_import(code_import=code_import, state=ImportState.REJECTED, failure="validity_refused", now=now)
    except AlreadyOver:
        return
    except ScreeningUnavailable:
        errors.discard()
        note_waiting(import_id=import_id)
        raise
    except BaseException:
        errors.discard()
        raise
    delete_upload(code_import.upload)
    if code_import.state == ImportState.SCREENING:
        _screen(code_import, now)


def _screen(code_import: CodeImport, now: dt.datetime) -> None:
    try:
        screen_import(import_id=code_import.id, now=now)
    except ScreeningUnavailable:
        note_waiting(import_id=code_import.id)
        raise


def _begin(import_id: uuid.UUID, now: dt.datetime) -> CodeImport | None:
    with transaction.atomic():
        code_import = find_import_locked(import_id)
        if code_import is None or code_import.state not in {ImportState.UPLOADED, ImportState.VALIDATING}:
            return code_import
        code_import.state = ImportState.VALIDATING
        code_import.started_at = code_import.started_at or now
        code_import.save(update_fields=["state", "started_at"])
    return code_import


def _import(code_import: CodeImport, errors: ErrorFile, now: dt.datetime) -> None:
    sku = Sku.objects.get(pk=code_import.sku_id)
    with connection.cursor() as cursor:
        # A million codes take longer than a request may; imports of one tenant run one after the other.
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [IMPORT_LOCK, current_tenant().schema_name])
    if not CodeImport.objects.filter(pk=code_import.pk, state=ImportState.VALIDATING).exists():
        raise AlreadyOver
    remembered = tuple(code_import.contract.import_format.get("columns") or ())
    fmt = detect_format(
        lambda: _open(code_import), ReadFormat.from_json(code_import.format), code_import.filename, remembered
    )
    code_import.format = fmt.to_json()
    reading = _Reading(code_import, fmt, sku.face_value, errors, local_date(now, current_tenant().time_zone))
    supplier_id, closed = code_import.contract.supplier_id, False
    if sku.code_mode == CodeMode.SHARED:
        stored = store_shared_codes(code_import=code_import, supplier_id=supplier_id, batches=reading.with_pauses())
    else:
        closed = current_tenant().livemode  # what a test shop sells is no card
        staging = stage(code_import, supplier_id, reading, now, between=reading.pause, closed=closed)
        stored = store_staged(code_import, supplier_id, staging)
    code_import.errors_upload = errors.close()
    note_stored(code_import=code_import, stored=stored, rejected=errors.count)
    screen_validity(code_import=code_import, now=now)
    if closed and stored.accepted:
        code_import.state = ImportState.SCREENING
        code_import.save(update_fields=["state", *STORED])
    else:
        finish_import(code_import=code_import, now=now)


def _open(code_import: CodeImport) -> IO[bytes]:
    try:
        return open_upload(code_import.upload)
    except RecordNotFound as error:
        raise FileRefused("file_corrupt") from error


class _Reading:
    """The rows of a file that may go into stock, in batches; drawing them takes no database."""

    def __init__(
        self, code_import: CodeImport, fmt: ReadFormat, face_value: int, errors: ErrorFile, today: dt.date
    ) -> None:
        self._import, self._format, self._errors = code_import, fmt, errors
        self._face_value, self._today = face_value, today
        self._started, self._lines, self._bytes = time.time(), 0, 0

    def __iter__(self) -> Iterator[list[Row]]:
        size = max(BATCH // BATCHES, 1)
        for batch in iter_batches(lambda: _open(self._import), self._format, batch_size=size):
            wrong = list(batch.errors)
            kept = sift(batch.rows, wrong, face_value=self._face_value, today=self._today)
            rows = [(row.line, row.card_number, row.secret, row.expires_on) for row in kept]
            for error in sorted(wrong, key=lambda error: error.line):
                self._errors.add(error)
            self._lines += batch.lines_read
            self._bytes = batch.bytes_read
            yield rows

    def pause(self) -> None:
        """Say how far it is, and stop if the merchant asked for that."""
        self._import.lines = self._lines
        note_progress(self._import.id, done=self._bytes, lines=self._lines, started=self._started)
        if CodeImport.objects.filter(pk=self._import.pk, cancel_requested=True).exists():
            raise Canceled

    def with_pauses(self) -> Iterator[list[Row]]:
        """For who keeps the database free meanwhile."""
        for rows in self:
            self.pause()
            yield rows
