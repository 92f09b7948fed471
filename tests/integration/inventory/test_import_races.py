"""Committed data, several connections: what one rolled-back transaction cannot show."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from platform_core.events.models import Event
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.models import LedgerTransfer
from tenants.finance.selectors import list_balances
from tenants.inventory.models import CodeImport
from tenants.inventory.services import run_import as job
from tenants.inventory.services.cancel_import import cancel_import
from tenants.inventory.services.run_import import run_import
from tests.integration.inventory.imports import begin, codes_in_stock, uploads
from tests.world import committed_shop, make_shelf, now

CODES = {f"SECRET-{number:05d}" for number in range(2_000)}
RAW = "\n".join(sorted(CODES)).encode()
_labels = itertools.count(1)


@pytest.fixture
def shop(django_db_setup, django_db_blocker):
    """A shop of its own for one test, really committed."""
    with django_db_blocker.unblock(), committed_shop(f"races-{next(_labels)}") as made:
        yield made


@pytest.fixture
def shelf(shop):
    return make_shelf(shop)


def at_once(work, *arguments):
    """Run ``work`` for each argument in a thread with a connection of its own, all starting together."""
    ready = threading.Barrier(len(arguments))

    def one(argument):
        try:
            ready.wait(10)
            return work(argument)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(one, arguments))


def run(shop, row):
    with tenant_context(shop):
        run_import(import_id=row.id, now=now())


def facts(shop):
    with tenant_context(shop):
        rows = list(CodeImport.objects.order_by("created_at"))
        events = list(Event.objects.filter(type__startswith="import."))
    return rows, events


def test_each_code_is_there_once_when_one_file_is_imported_twice_at_once(shop, shelf):
    rows = [begin(shop, shelf, RAW, unit_cost=100) for _ in range(4)]
    assert at_once(lambda row: run(shop, row), *rows) == [None] * 4
    ended, _ = facts(shop)
    assert sorted(row.accepted for row in ended) == [0, 0, 0, 2_000]
    assert sorted(row.duplicates_in_stock for row in ended) == [0, 2_000, 2_000, 2_000]
    with tenant_context(shop):
        assert codes_in_stock(shelf) == CODES
        assert list_balances()[AccountCode.CODE_STOCK, "CNY"] == 200_000
    assert not uploads(shop)


def test_an_import_ends_once_when_several_workers_have_it(shop, shelf, monkeypatch):
    """The lease ran out while the first worker still lives."""
    begun, real = threading.Barrier(3), job.ErrorFile

    def error_file(code_import):
        begun.wait(10)  # nobody goes on before all have found the import unfinished
        return real(code_import)

    monkeypatch.setattr(job, "ErrorFile", error_file)
    monkeypatch.setattr(job, "delete_upload", lambda name: None)  # the first is slow to clear up
    row = begin(shop, shelf, RAW + b"\nbroken\x01", unit_cost=100)
    assert at_once(lambda _: run(shop, row), 1, 2, 3) == [None] * 3
    [ended], events = facts(shop)
    assert (ended.state, ended.accepted, ended.duplicates, ended.rejected) == ("ready_with_errors", 2_000, 0, 1)
    assert [event.type for event in events] == ["import.completed"]
    with tenant_context(shop):
        assert codes_in_stock(shelf) == CODES
        assert LedgerTransfer.objects.count() == 1
    assert {path.stem for path in uploads(shop)} == {ended.errors_upload, row.upload}
    monkeypatch.undo()
    run(shop, row)  # and one that comes later clears up for it
    assert {path.stem for path in uploads(shop)} == {ended.errors_upload}


def test_each_code_is_there_once_when_the_database_connection_is_cut_and_the_job_runs_again(shop, shelf, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 200)
    row, real, batches = begin(shop, shelf, RAW), job.note_progress, itertools.count(1)

    def cut(import_id, **progress):
        real(import_id, **progress)
        if next(batches) == 4:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                [pid] = cursor.fetchone()
            with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(%s)", [pid])

    monkeypatch.setattr(job, "note_progress", cut)
    with pytest.raises(OperationalError):
        run(shop, row)
    connections.close_all()
    [broken], events = facts(shop)
    assert (broken.state, broken.accepted, events) == ("validating", 0, [])
    with tenant_context(shop):
        assert not codes_in_stock(shelf)
    assert len(uploads(shop)) == 1
    run(shop, row)
    [ended], _ = facts(shop)
    assert (ended.state, ended.lines, ended.accepted) == ("ready", 2_000, 2_000)
    with tenant_context(shop):
        assert codes_in_stock(shelf) == CODES
    assert not uploads(shop)


def test_a_running_import_hears_of_its_cancellation_from_another_connection(shop, shelf, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 200)
    row, real, started, cancelled = begin(shop, shelf, RAW), job.note_progress, threading.Event(), threading.Event()

    def note(import_id, **progress):
        real(import_id, **progress)
        started.set()
        assert cancelled.wait(10)

    monkeypatch.setattr(job, "note_progress", note)

    def cancel():
        assert started.wait(10)
        with tenant_context(shop):
            answer = cancel_import(import_id=row.id, now=now())
        cancelled.set()
        return answer.state

    assert at_once(lambda work: work(), lambda: run(shop, row), cancel) == [None, "validating"]
    [ended], events = facts(shop)
    assert (ended.state, ended.accepted, events) == ("canceled", 0, [])
    with tenant_context(shop):
        assert not codes_in_stock(shelf)
    assert not uploads(shop)
