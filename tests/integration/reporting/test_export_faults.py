"""An export that dies, is stopped or done twice: no half file is offered, nothing is left behind, codes are seen once."""

import datetime as dt
import os
import threading
from uuid import uuid4

import pytest
from django.db import connection, connections

from platform_core.events.models import Event
from platform_core.kernel.clock import now
from platform_core.kernel.sealing import SealBroken
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.issuance.models import Reveal
from tenants.reporting.enums import ExportState, ExportType
from tenants.reporting.errors import ExportExpired, ExportNotCancelable
from tenants.reporting.models import Export
from tenants.reporting.services import run_export as job
from tenants.reporting.services.cancel_export import cancel_export
from tenants.reporting.services.open_download import open_download
from tenants.reporting.services.revoke_export import revoke_export
from tenants.reporting.services.sweep_exports import ABANDONED, sweep_exports
from tenants.reporting.sources import source, source_of
from tenants.reporting.vault import export_folder
from tests.integration.reporting.exports import begin, files, read, run
from tests.world import committed_shop, issue, make_shelf, stock


class Killed(BaseException):
    """As if the process ended here."""


@pytest.fixture
def shop(django_db_setup, django_db_blocker):
    """A shop whose data is really committed."""
    with django_db_blocker.unblock(), committed_shop(f"exports-{uuid4().hex[:8]}") as made:
        yield made


def book(tenant, count):
    """So many transfers."""
    with tenant_context(tenant):
        for _ in range(count):
            moved = Transfer(AccountCode.CODE_STOCK, AccountCode.SUPPLIER_PAYABLE, 100, "CNY")
            post_transfers(kind=TransferKind.IMPORT, subject_id=uuid4(), transfers=[moved], now=now())


def break_once(monkeypatch, name, error):
    """The next use of a name in the job's module raises."""
    real, used = getattr(job, name), []

    def breaking(*args, **kwargs):
        if not used:
            used.append(1)
            raise error
        return real(*args, **kwargs)

    monkeypatch.setattr(job, name, breaking)


def stop_after_first_batch(monkeypatch, act):
    """Something happens when the first batch was written."""
    monkeypatch.setattr(source, "BATCH", 5)
    real = job.source_of

    def stopping(export, moment):
        made = real(export, moment)

        def batches():
            for number, batch in enumerate(made.batches):
                yield batch
                if number == 0:
                    act(export)

        return made._replace(batches=batches())

    monkeypatch.setattr(job, "source_of", stopping)


def test_the_file_is_sealed_and_a_changed_one_is_not_read(shop):
    book(shop, 3)
    done = run(shop, begin(shop))
    assert (done.state, done.rows, read(shop, done).count(b"\n")) == (ExportState.COMPLETED, 3, 3)
    with tenant_context(shop):
        path = export_folder() / f"{done.file}.sealed"
        raw = path.read_bytes()
        assert b"supplier_payable" not in raw
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    with pytest.raises(SealBroken):
        read(shop, done)


@pytest.mark.parametrize("error", [Killed(), OSError("disk full")])
@pytest.mark.parametrize("name", ["source_of", "encode", "finish_export"])
def test_an_export_that_dies_anywhere_is_done_again(shop, monkeypatch, name, error):
    book(shop, 3)
    export = begin(shop)
    break_once(monkeypatch, name, error)
    with pytest.raises(type(error)):
        run(shop, export)
    with tenant_context(shop):
        assert Export.objects.get().state == ExportState.RUNNING
        with pytest.raises(ExportExpired):
            open_download(export_id=export.id, ip=None, now=now())
        assert not Event.objects.filter(type="export.completed").exists()
    done = run(shop, export)
    assert (done.state, done.rows) == (ExportState.COMPLETED, 3)
    assert files(shop) == {done.file}
    assert run(shop, export).file == done.file  # again: nothing changes
    with tenant_context(shop):
        assert Event.objects.filter(type="export.completed").count() == 1


def test_a_worker_killed_in_the_middle_leaves_a_file_that_the_next_one_removes(shop, monkeypatch):
    book(shop, 12)
    export = begin(shop)
    left = []

    def die(row):
        left.append(row.file)
        raise Killed

    with monkeypatch.context() as patched:
        stop_after_first_batch(patched, die)
        patched.setattr(
            job.SealedWriter, "abort", lambda writer: writer._file.close()
        )  # a dead process cleans nothing up
        with pytest.raises(Killed):
            run(shop, export)
    assert files(shop) == set(left)
    done = run(shop, export)
    assert files(shop) == {done.file} != set(left)
    assert read(shop, done).count(b"\n") == 12


def test_of_two_workers_at_one_export_the_one_that_began_last_offers_its_file(shop, monkeypatch):
    shelf = make_shelf(shop)
    stock(shop, shelf, 8)
    with tenant_context(shop):
        issue(shelf.sku, 8)
    export = begin(shop, ExportType.CODES, created_to=now() + dt.timedelta(days=1), reveal=True)
    inner = []

    def take_over(row):
        if not inner:
            inner.append(None)
            worker = threading.Thread(target=lambda: (inner.append(run(shop, row)), connections.close_all()))
            worker.start()
            worker.join()

    stop_after_first_batch(monkeypatch, take_over)
    done = run(shop, export)
    assert (done.state, done.file) == (ExportState.COMPLETED, inner[1].file)
    assert files(shop) == {done.file}
    with tenant_context(shop):
        assert [look.count for look in Reveal.objects.all()] == [8]
        assert Event.objects.filter(type="export.completed").count() == 1


def test_a_look_bears_the_moment_from_which_the_file_is_offered_however_long_it_took(shop):
    shelf = make_shelf(shop)
    stock(shop, shelf, 2)
    with tenant_context(shop):
        issue(shelf.sku, 2)
    export = begin(shop, ExportType.CODES, created_to=now() + dt.timedelta(days=1), reveal=True)
    begun = now()
    with tenant_context(shop):
        job.run_export(export_id=export.id, now=begun - dt.timedelta(hours=3))
        assert Export.objects.get(pk=export.pk).as_of == begun - dt.timedelta(hours=3)
        assert Reveal.objects.get().at >= begun


def test_the_file_shows_one_moment_whatever_is_committed_meanwhile(shop, monkeypatch):
    book(shop, 12)

    def book_more(row):
        worker = threading.Thread(target=lambda: (book(shop, 7), connections.close_all()))
        worker.start()
        worker.join()

    stop_after_first_batch(monkeypatch, book_more)
    assert run(shop, begin(shop)).rows == 12
    assert run(shop, begin(shop)).rows == 19


def test_a_running_export_that_is_cancelled_stops_and_leaves_nothing(shop, monkeypatch):
    book(shop, 40)
    monkeypatch.setattr("platform_core.kernel.job_progress.EVERY", 0)
    seen = []

    def cancel(row):
        def act():
            with tenant_context(shop):
                cancel_export(export_id=row.id, now=now())
            connections.close_all()

        worker = threading.Thread(target=act)
        worker.start()
        worker.join()
        seen.append(row)

    stop_after_first_batch(monkeypatch, cancel)
    done = run(shop, begin(shop))
    assert seen
    assert (done.state, bytes(done.salt), files(shop)) == (ExportState.CANCELED, b"", set())
    with tenant_context(shop):
        with pytest.raises(ExportNotCancelable):
            cancel_export(export_id=done.id, now=now())
        assert not Event.objects.filter(type="export.completed").exists()


def test_one_that_does_not_hear_the_cancelling_throws_its_file_away(shop, monkeypatch):
    book(shop, 12)
    export = begin(shop)
    real = job.finish_export

    def late(**given):
        revoke_export(export_id=export.id, now=now())
        return real(**given)

    monkeypatch.setattr(job, "finish_export", late)
    assert run(shop, export).state == ExportState.CANCELED
    assert files(shop) == set()


def test_a_copy_of_a_revoked_file_opens_no_more(shop):
    book(shop, 3)
    done = run(shop, begin(shop))
    with tenant_context(shop):
        path = export_folder() / f"{done.file}.sealed"
        copy = path.read_bytes()
        revoke_export(export_id=done.id, now=now())
        assert not path.exists()
        path.write_bytes(copy)
        row = Export.objects.get()
        with pytest.raises(AssertionError, match="shredded"):
            open_download_room(row)
        with pytest.raises(ExportExpired):
            open_download(export_id=done.id, ip=None, now=now())


def open_download_room(row):
    from tenants.reporting.vault import room_of

    return room_of(row)


def test_leftovers_are_swept_and_what_is_wanted_stays(shop, monkeypatch):
    book(shop, 3)
    done, running = run(shop, begin(shop)), begin(shop)
    break_once(monkeypatch, "finish_export", Killed())
    with pytest.raises(Killed):
        run(shop, running)
    with tenant_context(shop):
        for name in ("a" * 32, "b" * 32):
            (export_folder() / f"{name}.sealed").write_bytes(b"left")
        old = (now() - 2 * ABANDONED).timestamp()
        for name in files(shop) - {"b" * 32}:
            os.utime(export_folder() / f"{name}.sealed", (old, old))
        running.refresh_from_db()
        assert sweep_exports(now=now()) == 0
    assert files(shop) == {done.file, running.file, "b" * 32}


def test_rows_come_from_a_cursor_in_the_database_batch_by_batch(shop, monkeypatch):
    book(shop, 12)
    monkeypatch.setattr(source, "BATCH", 5)
    with tenant_context(shop), job._one_snapshot():
        batches = iter(source_of(Export(type=ExportType.LEDGER), now()).batches)
        sizes = [len(next(batches))]
        with connection.cursor() as cursor:  # else all rows would lie in the memory of the client's library
            cursor.execute("SELECT count(*) FROM pg_cursors WHERE statement LIKE '%finance_ledgertransfer%'")
            assert cursor.fetchone() == (1,)
        assert sizes + [len(batch) for batch in batches] == [5, 5, 2]
