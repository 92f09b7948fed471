"""PostgreSQL itself refuses one shop's role anything of another's, whatever our code does."""

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from platform_core.events.models import Event, Job
from platform_core.identity.models import Membership, User
from platform_core.tenancy.context import nowhere, tenant_context
from platform_core.tenancy.grants import TENANT_RIGHTS
from platform_core.tenancy.models import Domain, Tenant
from tests.world import make_shelf, stock


def relations(schema):
    with psycopg.connect(settings.DATABASE_ADMIN_URL) as admin:
        rows = admin.execute(
            "SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = %s AND c.relkind IN ('r', 'S', 'v')",
            [schema],
        ).fetchall()
    return rows


def refused(sql):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_every_relation_of_another_shop_is_refused_when_named_by_hand(tenant, other_tenant):
    found = relations(other_tenant.schema_name)
    assert len(found) > 30
    with tenant_context(tenant):
        for name, kind in found:
            table = f'"{other_tenant.schema_name}"."{name}"'
            refused(f"SELECT * FROM {table}")
            if kind == "r":
                refused(f"DELETE FROM {table}")
                refused(f"INSERT INTO {table} DEFAULT VALUES")


def test_every_public_table_without_a_right_is_refused(tenant):
    closed = [name for name, kind in relations("public") if kind == "r" and name not in TENANT_RIGHTS]
    assert "identity_consoleticket" in closed
    assert "compliance_supplier" in closed
    with tenant_context(tenant):
        for name in closed:
            refused(f'SELECT * FROM public."{name}"')
            refused(f'DELETE FROM public."{name}"')


def test_public_rows_of_another_shop_are_invisible(tenant, other_tenant):
    with tenant_context(tenant):
        assert [row.id for row in Tenant.objects.all()] == [tenant.id]
        assert {row.tenant_id for row in Domain.objects.all()} == {tenant.id}
        assert {row.tenant_role for row in Event.objects.all()} == {tenant.role_name}
        assert {row.tenant_role for row in Membership.objects.all()} == {tenant.role_name}
        assert list(User.objects.values_list("email", flat=True)) == ["owner@alpha.example"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM public.events_event WHERE tenant_role = %s", [other_tenant.role_name])
            assert cursor.fetchone() == (0,)


def test_passwords_jobs_and_history_are_refused(tenant):
    with tenant_context(tenant):
        refused("SELECT password FROM public.identity_user")
        refused("SELECT * FROM public.events_job")
        refused("UPDATE public.events_event SET type = 'x'")
        refused("DELETE FROM public.events_event")
        refused("UPDATE public.tenancy_tenant SET state = 'active'")


def test_events_under_another_shops_name_are_refused(tenant, other_tenant):
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO public.events_event (id, tenant_role, type, object_id, sequence, payload, created_at)"
                " VALUES (gen_random_uuid(), %s, 'x', 'x', 1, '{}', now())",
                [other_tenant.role_name],
            )


def test_books_and_history_cannot_be_rewritten_by_the_shop_itself(tenant):
    with tenant_context(tenant):
        for table, column in (
            ("finance_ledgertransfer", "amount"),
            ("issuance_issuancehistory", "verb"),
            ("issuance_reveal", "count"),
        ):
            refused(f"UPDATE {table} SET {column} = {column}")
            refused(f"DELETE FROM {table}")


def test_a_shop_cannot_make_tables_or_roles(tenant):
    with tenant_context(tenant):
        refused(f'CREATE TABLE "{tenant.schema_name}".x (a int)')
        refused("CREATE ROLE intruder")


def test_nothing_at_all_is_allowed_outside_every_context(tenant):
    with nowhere():
        refused(f'SELECT * FROM "{tenant.schema_name}".catalog_product')
        with pytest.raises(ProgrammingError):
            list(Tenant.objects.all())


def test_a_stacked_statement_is_refused_when_it_comes_with_parameters(tenant):
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="multiple commands"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s; RESET ROLE", ["x"])


def test_the_clearance_of_a_supplier_is_all_a_shop_learns_of_it(tenant):
    shelf = make_shelf(tenant)
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT public.clearance_of(%s)", [shelf.contract.supplier_id])
        assert cursor.fetchone() == ("cleared",)
        cursor.execute("SELECT public.clearance_of(gen_random_uuid())")
        assert cursor.fetchone() == ("suspended",)


def test_jobs_can_be_asked_for_but_only_in_ones_own_name(tenant, other_tenant):
    with tenant_context(tenant), connection.cursor() as cursor:
        sql = (
            "INSERT INTO public.events_job (id, tenant_role, name, key, payload, created_at, available_at, attempts,"
            " last_error) VALUES (gen_random_uuid(), %s, 'x', %s, '{}', now(), now(), 0, '')"
        )
        cursor.execute(sql, [tenant.role_name, "mine"])
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            cursor.execute(sql, [other_tenant.role_name, "theirs"])
    assert Job._meta.db_table == "events_job"


def test_codes_of_one_shop_do_not_open_in_another(tenant, other_tenant):
    from platform_core.kernel.sealing import SealBroken
    from tenants.inventory.models import CardCode
    from tenants.inventory.sealing import keyring

    shelf = make_shelf(tenant)
    stock(tenant, shelf, ["SECRET-1"])
    with tenant_context(tenant):
        row = CardCode.objects.get(fingerprint=keyring().fingerprint("", "SECRET-1"))
        assert keyring().open(shelf.sku.id.bytes, row.fingerprint, row.sealed).secret == "SECRET-1"
    with tenant_context(other_tenant):
        with pytest.raises(SealBroken):
            keyring().open(shelf.sku.id.bytes, row.fingerprint, row.sealed)
        assert keyring().fingerprint("", "SECRET-1") != bytes(row.fingerprint)
