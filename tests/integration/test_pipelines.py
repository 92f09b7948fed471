"""Statements sent without waiting: errors are raised, nothing half-done stays, and the connection is good afterwards."""

import pytest
from django.db import IntegrityError, connection, transaction

from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.kernel.transactions import pipelined
from platform_core.tenancy.context import tenant_context
from tenants.access.models import IdempotencyRecord
from tenants.access.services.record_idempotency import IdempotencyClaim, record_idempotency


def record(key):
    record_idempotency(claim=IdempotencyClaim(key, bytes(32), "req_x"), resource_id=new_id(), now=now())


def ask(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int + 1", [number])
        return cursor.fetchone()[0]


def test_results_are_those_of_their_own_statements(tenant):
    with tenant_context(tenant), transaction.atomic(), pipelined():
        record("a")
        assert ask(1) == 2
        record("b")
        record("c")
        assert [ask(2), ask(3)] == [3, 4]
    with tenant_context(tenant):
        assert IdempotencyRecord.objects.count() == 3


def test_an_error_is_raised_at_the_end_of_the_block_when_nobody_reads_a_result(tenant):
    with tenant_context(tenant):
        with pytest.raises(IntegrityError, match="access_idempotencyrecord_pkey"), transaction.atomic(), pipelined():
            record("a")
            record("a")
            record("b")
        assert not IdempotencyRecord.objects.exists()


def test_an_error_is_raised_where_the_next_result_is_read(tenant):
    with tenant_context(tenant):
        with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic(), pipelined():
            record("a")
            record("a")
            ask(1)
            pytest.fail("a result was read after an error")
        assert not IdempotencyRecord.objects.exists()


def test_the_outer_block_of_two_is_the_one_that_ends(tenant):
    with tenant_context(tenant), transaction.atomic():
        with pipelined():
            with pipelined():
                record("a")
            assert connection.connection.info.pipeline_status
            record("b")
        assert not connection.connection.info.pipeline_status
        assert IdempotencyRecord.objects.count() == 2


@pytest.mark.parametrize("before", range(6))
def test_a_statement_works_on_after_an_error_before_while_and_after_it_is_prepared(tenant, before):
    """The server is asked to keep a statement at its third use; the error may come just then."""
    with tenant_context(tenant):
        for number in range(before):
            with transaction.atomic(), pipelined():
                record(f"{before}-{number}")
        with pytest.raises(IntegrityError), transaction.atomic(), pipelined():
            record(f"{before}-x")
            record(f"{before}-x")
            ask(1)
        for number in range(5):
            with transaction.atomic(), pipelined():
                record(f"{before}-after-{number}")
                assert ask(number) == number + 1
        assert IdempotencyRecord.objects.count() == before + 5
