"""A job that dies or is stopped anywhere leaves nothing half-done, nothing plain and nothing behind."""

import pytest

from platform_core.events.models import Event, Job
from platform_core.kernel.clock import now
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from tenants.inventory.enums import ImportState
from tenants.inventory.errors import ImportNotCancelable, ImportNotUndoable
from tenants.inventory.models import CodeImport, Lot
from tenants.inventory.progress import import_progress
from tenants.inventory.services import run_import as job
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.run_import import run_import
from tenants.inventory.services.undo_import import undo_import
from tenants.inventory.uploads import delete_upload
from tests.integration.inventory.imports import begin, codes_in_stock, import_file, uploads, wait

CODES = {f"SECRET-{number:05d}" for number in range(1_000)}
RAW = ("\n".join(sorted(CODES)) + "\nbroken\x01\n").encode()


class Killed(BaseException):
    """As if the process ended here."""


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(job, "BATCH", 100)


@pytest.fixture
def before(tenant):
    return uploads(tenant)


def run(tenant, row):
    with tenant_context(tenant):
        run_import(import_id=row.id, now=now())
        return CodeImport.objects.get(pk=row.id)


def break_at(monkeypatch, name, call, error):
    """The ``call``-th use of a name in the job's module raises, once."""
    real, uses = getattr(job, name), iter(range(1, 10_000))

    def breaking(*args, **kwargs):
        if next(uses) == call:
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(job, name, breaking)


@pytest.mark.parametrize(
    ("name", "call"),
    [("note_progress", 1), ("note_progress", 5), ("store_staged", 1), ("note_stored", 1), ("detect_format", 1)],
)
@pytest.mark.parametrize("error", [Killed(), OSError("disk")])
def test_each_code_is_there_once_when_the_job_dies_and_runs_again(
    tenant, shelf, monkeypatch, small_batches, before, name, call, error
):
    row = begin(tenant, shelf, RAW)
    break_at(monkeypatch, name, call, error)
    with pytest.raises(type(error)):
        run(tenant, row)
    with tenant_context(tenant):
        assert CodeImport.objects.get().state == ImportState.VALIDATING
        assert not codes_in_stock(shelf)
        assert not Lot.objects.exists()
    assert len(uploads(tenant) - before) == 1  # the file itself; no half-written error file
    again = run(tenant, row)
    assert (again.lines, again.accepted, again.rejected, again.duplicates) == (1_001, 1_000, 1, 0)
    with tenant_context(tenant):
        assert codes_in_stock(shelf) == CODES
        assert Event.objects.filter(type="import.completed").count() == 1


def test_the_upload_goes_when_the_job_dies_between_commit_and_removal(tenant, shelf, monkeypatch, before):
    row = begin(tenant, shelf, b"A-1\n")
    break_at(monkeypatch, "delete_upload", 1, Killed())
    with pytest.raises(Killed):
        run(tenant, row)
    assert len(uploads(tenant) - before) == 1
    assert run(tenant, row).accepted == 1
    assert uploads(tenant) == before


def test_a_job_that_runs_again_after_the_end_changes_nothing(tenant, shelf):
    row = import_file(tenant, shelf, RAW)
    again = run(tenant, row)
    assert (again.accepted, again.duplicates, again.finished_at) == (1_000, 0, row.finished_at)


def test_the_job_is_tried_again_by_the_worker_when_it_failed(tenant, shelf, monkeypatch, small_batches, caplog):
    row = begin(tenant, shelf, RAW)
    break_at(monkeypatch, "note_progress", 3, RuntimeError("SECRET-00001"))
    wait()
    with platform_context():
        left = Job.objects.get(key=f"import:{row.id}")
        assert (left.attempts, left.last_error, left.done_at) == (1, "RuntimeError", None)
        Job.objects.update(available_at=now())
    wait()
    with tenant_context(tenant):
        assert CodeImport.objects.get().accepted == 1_000
        assert codes_in_stock(shelf) == CODES


def test_a_dead_workers_lease_runs_out_and_another_takes_the_import(tenant, shelf):
    row = begin(tenant, shelf, RAW)
    with tenant_context(tenant):
        CodeImport.objects.update(state=ImportState.VALIDATING, started_at=now())
    with platform_context():
        Job.objects.update(leased_until=now() + job_runner.LEASE, attempts=1)
    assert not job_runner.run_next_job()
    with platform_context():
        Job.objects.update(leased_until=now())
    wait()
    with tenant_context(tenant):
        assert CodeImport.objects.get(pk=row.pk).accepted == 1_000


@pytest.mark.parametrize("damage", ["gone", "cut", "changed", "swapped"])
def test_a_lost_or_changed_upload_is_refused_and_stores_nothing(tenant, shelf, before, damage):
    row = begin(tenant, shelf, ("卡密\n" + "A-1\n" * 200_000).encode())
    [path] = uploads(tenant) - before
    sealed = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        size = 4 + int.from_bytes(sealed[:4], "big")
        path.write_bytes(sealed[:size])  # whole chunks: only the missing end tells
    elif damage == "changed":
        path.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    else:
        size = 4 + int.from_bytes(sealed[:4], "big")
        path.write_bytes(sealed[size : 2 * size] + sealed[:size] + sealed[2 * size :])
    ended = run(tenant, row)
    assert (ended.state, ended.failure, ended.accepted) == ("rejected", "file_corrupt", 0)
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)
    assert uploads(tenant) == before


def test_nothing_is_stored_when_the_import_is_cancelled_before_it_runs(tenant, shelf, before):
    row = begin(tenant, shelf, RAW)
    with tenant_context(tenant):
        assert cancel_import(import_id=row.id, now=now()).state == ImportState.CANCELED
    assert uploads(tenant) == before
    wait()
    assert run(tenant, row).state == ImportState.CANCELED
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)
        with pytest.raises(ImportNotCancelable):
            cancel_import(import_id=row.id, now=now())
        with pytest.raises(ImportNotUndoable):
            undo_import(import_id=row.id, now=now())


def test_nothing_is_stored_when_the_import_is_cancelled_while_it_runs(
    tenant, shelf, monkeypatch, small_batches, before
):
    row, seen = begin(tenant, shelf, RAW), []

    def cancel_at_third(import_id, **facts):
        seen.append(facts)
        if len(seen) == 3:
            cancel_import(import_id=import_id, now=now())

    monkeypatch.setattr(job, "note_progress", cancel_at_third)
    ended = run(tenant, row)
    assert (ended.state, ended.accepted, len(seen)) == (ImportState.CANCELED, 0, 3)
    with tenant_context(tenant):
        assert not codes_in_stock(shelf)
    assert uploads(tenant) == before


def test_shows_how_far_it_is_while_it_runs(tenant, shelf, monkeypatch, small_batches):
    row, seen, real = begin(tenant, shelf, RAW), [], job.note_progress

    def note(import_id, **facts):
        real(import_id, **facts)
        seen.append(import_progress(CodeImport.objects.get(pk=import_id)))

    monkeypatch.setattr(job, "note_progress", note)
    ended = run(tenant, row)
    assert [progress.lines for progress in seen] == [*range(100, 1_001, 100), 1_001]
    assert all(0 < progress.done <= progress.total == len(RAW) for progress in seen)
    assert import_progress(ended)[:3] == (len(RAW), len(RAW), 1_001)


def test_the_upload_is_sealed_on_disk_and_gone_after_the_job(tenant, shelf, before):
    row = begin(tenant, shelf, RAW)
    [path] = uploads(tenant) - before
    sealed = path.read_bytes()
    assert b"SECRET" not in sealed
    assert "SECRET".encode("utf-16-le") not in sealed
    assert path.stat().st_mode & 0o077 == 0
    run(tenant, row)
    [errors] = uploads(tenant) - before
    assert b"control_character" not in errors.read_bytes()
    with tenant_context(tenant):
        assert CodeImport.objects.get().errors_upload == errors.stem
        delete_upload(errors.stem)
