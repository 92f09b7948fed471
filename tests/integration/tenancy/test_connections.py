"""A connection that has worked in many schemas is given up, but only where Django looks: between two requests."""

import pytest
from django.db import connection

from platform_core.tenancy.backend import base
from platform_core.tenancy.backend.base import Place


@pytest.fixture
def fresh():
    """A connection of its own."""
    made = connection.copy()
    yield made
    made.close()


def work_in(wrapper, tenant):
    wrapper.move(Place(tenant.schema_name, tenant.role_name, tenant))
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_sku")
        assert cursor.fetchone()[0] is not None


def test_a_connection_is_kept_while_it_has_seen_few_schemas(fresh, tenant, other_tenant, monkeypatch):
    monkeypatch.setattr(base, "MOST_SCHEMAS", 2)
    for each in (tenant, other_tenant, tenant, other_tenant):
        work_in(fresh, each)
    kept = fresh.connection
    fresh.close_if_unusable_or_obsolete()
    assert fresh.connection is kept is not None


def test_a_connection_that_has_seen_many_schemas_is_given_up_and_the_next_counts_anew(
    fresh, tenant, other_tenant, monkeypatch
):
    monkeypatch.setattr(base, "MOST_SCHEMAS", 1)
    work_in(fresh, tenant)
    work_in(fresh, other_tenant)
    work_in(fresh, other_tenant)  # it goes on working until the request is over
    fresh.close_if_unusable_or_obsolete()
    assert fresh.connection is None
    work_in(fresh, tenant)
    fresh.close_if_unusable_or_obsolete()
    assert fresh.connection is not None
