"""The right schema and role on every statement: across threads, exceptions, savepoints and rollbacks."""

import threading

import pytest
from django.db import connection, transaction

from platform_core.tenancy.cache import make_key
from platform_core.tenancy.context import current_tenant, platform_context, tenant_context
from platform_core.tenancy.errors import NoTenant


def place():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        return cursor.fetchone()


def test_statements_run_as_the_tenants_role_in_its_schema(tenant):
    with tenant_context(tenant):
        assert place() == (tenant.role_name, tenant.schema_name)


def test_the_outer_context_comes_back_when_the_inner_one_ends_by_an_error(tenant, other_tenant):
    with tenant_context(tenant):
        with pytest.raises(ZeroDivisionError), tenant_context(other_tenant):
            assert place()[0] == other_tenant.role_name
            1 / 0  # noqa: B018
        assert place() == (tenant.role_name, tenant.schema_name)


def test_the_role_survives_the_rollback_of_a_savepoint(tenant, other_tenant):
    with tenant_context(tenant), transaction.atomic():
        with pytest.raises(RuntimeError), transaction.atomic(), tenant_context(other_tenant):
            place()
            raise RuntimeError
        assert place() == (tenant.role_name, tenant.schema_name)


def test_there_is_no_current_tenant_outside(tenant):
    with pytest.raises(NoTenant):
        current_tenant()
    with platform_context(), pytest.raises(NoTenant):
        current_tenant()


def test_cache_keys_of_two_shops_differ(tenant, other_tenant):
    with tenant_context(tenant):
        mine = make_key("a", "", 1)
    with tenant_context(other_tenant):
        assert make_key("a", "", 1) != mine


@pytest.mark.django_db(transaction=False)
def test_two_interleaved_threads_stay_in_their_own_shops(tenant, other_tenant):
    wrong = []

    def visit(mine, rounds):
        try:
            for number in range(rounds):
                with tenant_context(mine):
                    if place() != (mine.role_name, mine.schema_name):
                        wrong.append(mine.slug)
                    if number % 3 == 0:
                        with pytest.raises(RuntimeError), transaction.atomic():
                            place()
                            raise RuntimeError
                    if place() != (mine.role_name, mine.schema_name):
                        wrong.append(mine.slug)
        finally:
            connection.close()

    threads = [threading.Thread(target=visit, args=(who, 200)) for who in (tenant, other_tenant) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
