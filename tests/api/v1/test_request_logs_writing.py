"""The request log is written behind the requests, and purged."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection

from merchant_api import request_logging
from merchant_api.request_logging import request_log
from platform_core.kernel.clock import now
from platform_core.kernel.ids import first_id_at, new_id, public_id
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from tenants.access.models import RequestLogEntry
from tenants.access.services.purge_request_log import purge_request_log
from tests.api.v1.test_request_logs import entries
from tests.world import api, make_key


def test_what_is_older_than_is_kept_goes_in_slices_and_the_rest_stays(tenant, client, monkeypatch):
    from tenants.access.services import purge_request_log as module

    monkeypatch.setattr(module, "SLICE", 2)
    for _ in range(6):
        client.get("/v1/ping")
    with tenant_context(tenant):
        rows = entries(tenant)
        for days, row in zip((193, 188, 184, 184, 182, 1), rows, strict=True):
            aged = first_id_at(now() - dt.timedelta(days=days)).int | (row.id.int & ((1 << 64) - 1))
            RequestLogEntry.objects.filter(pk=row.pk).update(id=type(row.id)(int=aged))
        assert purge_request_log(now=now()) == 4
        assert RequestLogEntry.objects.count() == 2
    api(make_key(tenant, livemode=False)).get("/v1/ping")
    request_log.flush()
    with tenant_context(directory.find_twin(tenant)):
        assert purge_request_log(now=now() + dt.timedelta(days=6)) == 0
        assert purge_request_log(now=now() + dt.timedelta(days=8)) == 1


def test_entries_wait_while_the_database_is_away(tenant, other_tenant, client, monkeypatch, caplog):
    theirs, real = api(make_key(other_tenant)), request_logging.store_request_log

    def away(**rows):
        raise OperationalError

    client.get("/v1/ping")
    monkeypatch.setattr(request_logging, "store_request_log", away)
    request_log.flush()
    monkeypatch.setattr(request_logging, "store_request_log", real)
    theirs.get("/v1/ping")
    assert len(entries(tenant)) == len(entries(other_tenant)) == 1
    assert "lost" not in caplog.text


@pytest.fixture
def committed_log(tenant):
    """What a thread of its own writes is not rolled back with the test."""
    table = f"{tenant.schema_name}.access_requestlogentry"
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        yield lambda: {row[0] for row in admin.execute(f"SELECT id FROM {table}").fetchall()}
        admin.execute(f"DELETE FROM {table}")


def write_in_a_thread():
    def work():
        try:
            request_log.flush()
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_merchant_that_is_gone_meanwhile_takes_no_other_with_it(tenant, client, committed_log, caplog):
    answer = client.get("/v1/ping")
    [noted] = request_log._items
    for place in ({"schema_name": "t_gone"}, {"schema_name": "t_gone", "role_name": "kq_t_gone"}):
        gone = dataclasses.replace(noted.caller, live_tenant=dataclasses.replace(tenant, **place))
        request_log.add(noted._replace(caller=gone, request_id=new_id()))
    request_log._items.reverse()
    write_in_a_thread()
    assert {public_id("req", each) for each in committed_log()} == {answer.headers["Request-Id"]}
    assert caplog.text.count("1 lost (") == 2
    assert request_log._items == []


def test_every_request_is_written_once_when_many_threads_ask_and_flush(tenant, client, committed_log):
    client.get("/v1/ping")
    [noted] = request_log._items
    numbers = [new_id() for _ in range(800)]

    def work(start):
        for number in numbers[start::4]:
            request_log.add(noted._replace(request_id=number))
            if number.int % 40 == 0:
                request_log.flush()
        connection.close()

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    write_in_a_thread()
    assert committed_log() == {noted.request_id, *numbers}


def test_the_table_takes_what_its_rows_hold(tenant):
    """The columns that are copied are the columns that there are."""
    from tenants.access.services.store_request_log import LogRow

    assert LogRow._fields == tuple(field.attname for field in RequestLogEntry._meta.concrete_fields)
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as admin:
        indexes = admin.execute(
            "SELECT indexname FROM pg_indexes WHERE schemaname = %s AND tablename = 'access_requestlogentry'",
            [tenant.schema_name],
        ).fetchall()
    assert len(indexes) == 4
