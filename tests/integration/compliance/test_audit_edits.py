"""A thousand edits of an audit log by whoever owns the database: every one is found."""

import datetime as dt
import itertools
import random

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from platform_core.compliance import audit_files
from platform_core.compliance.models import AuditAnchor
from platform_core.tenancy.context import nowhere, platform_context
from tests.integration.compliance.test_audit_chain import faults, fill
from tests.world import as_owner, committed_shop, now

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = itertools.count()  # an address is taken for ever
PUBLIC = ("staffoutcome", "staffact", "platformauditlink", "audithead", "auditanchor")


@pytest.fixture
def log(tmp_path, monkeypatch, time_machine):
    """Three days of acts of a shop and on the platform, committed; Django's connection is the owner's afterwards."""
    monkeypatch.setattr(audit_files, "anchor_folder", lambda: tmp_path / "audit-anchors")
    with committed_shop(f"edited-{next(NUMBERS)}") as tenant:
        try:
            fill([tenant], time_machine)
            with as_owner():
                assert faults(later()) == []
                yield tenant
        finally:
            with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
                admin.execute("TRUNCATE " + ", ".join(f"public.compliance_{name}" for name in PUBLIC))


def later():
    """When a row that nothing sealed is a fault."""
    return now() + dt.timedelta(minutes=11)


def columns_of(cursor, table):
    schema, _, name = table.rpartition(".")
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
        " ORDER BY ordinal_position",
        [schema, name],
    )
    return cursor.fetchall()


CHANGED = {
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "{c} + interval '1 second'",
    "bigint": "{c} + 1000000",
    "integer": "{c} + 1",
    "smallint": "{c} + 1",
    "character varying": "left({c} || 'x', 8) || 'y'",
    "jsonb": "coalesce({c}, '{{}}') || '{{\"forged\": 1}}'",
    "inet": "'10.9.9.9'",
    "bytea": "decode(repeat('ab', length({c})), 'hex')",
    "date": "{c} + 400",
}


def edit(choose, cursor, tables):
    """One thing that somebody with the owner's rights may do: change a field, drop a row, or cut the end off."""
    table = choose.choice(tables)
    if choose.random() < 0.25:
        cursor.execute(f"DELETE FROM {table} WHERE ctid = (SELECT ctid FROM {table} ORDER BY random() LIMIT 1)")
        return f"DELETE {table}", cursor.rowcount
    column, kind = choose.choice(columns_of(cursor, table))
    value = CHANGED[kind].format(c=f'"{column}"')
    cursor.execute(
        f'UPDATE {table} SET "{column}" = {value} WHERE ctid = (SELECT ctid FROM {table}'
        f' WHERE ("{column}" IS DISTINCT FROM {value}) OFFSET floor(random() * (SELECT count(*) FROM {table})) LIMIT 1)'
    )
    return f"UPDATE {table}.{column}", cursor.rowcount


def test_every_edit_is_found(log, request):
    """250, or with --long 1,000."""
    schema = log.schema_name
    tables = [
        f"{schema}.access_auditentry", f"{schema}.access_auditoutcome", f"{schema}.access_auditlink",
        f"{schema}.issuance_reveal", *(f"public.compliance_{name}" for name in PUBLIC),
    ]  # fmt: skip
    wanted = 1_000 if request.config.getoption("--long") else 250
    choose, found, missed = random.Random(7), 0, []
    while found < wanted:
        with transaction.atomic():
            with nowhere(), connection.cursor() as cursor:
                cursor.execute("SELECT setseed(%s)", [choose.random()])
                try:
                    with transaction.atomic():
                        what, rows = edit(choose, cursor, tables)
                except DatabaseError:  # a unique number, or a row that another names: refused before anybody looks
                    what, rows = "", 0
            if rows:
                found += 1
                if not faults(later()):
                    missed.append(what)
            transaction.set_rollback(True)
    assert missed == []


def test_a_forged_row_a_forged_link_a_swap_and_a_tail_cut_off_are_found(log):
    schema = log.schema_name
    for statements, expected in (
        (
            [
                f"INSERT INTO {schema}.access_auditentry (id, at, email, role, act, target, reason)"
                " VALUES (gen_random_uuid(), now() - interval '2 days', 'x', 'x', 'x', '', '')"
            ],
            "row_unsealed",
        ),
        (
            [
                f"INSERT INTO {schema}.access_auditlink SELECT seq + 1, kind, gen_random_uuid(), row_at, digest, hash,"
                f" sealed_at FROM {schema}.access_auditlink ORDER BY seq DESC LIMIT 1"
            ],
            "beyond_head",
        ),
        (
            [f"UPDATE {schema}.access_auditlink SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4)",
             f"UPDATE {schema}.access_auditlink SET seq = -seq WHERE seq < 0"],
            "link_broken",
        ),
        ([f"DELETE FROM {schema}.access_auditlink WHERE seq > 30"], "tail_missing"),
    ):  # fmt: skip
        with transaction.atomic():
            with nowhere(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
            assert expected in {fault.what for fault in faults(later())}
            transaction.set_rollback(True)


def test_an_old_head_and_tail_put_back_together_are_found_by_the_anchors(log):
    with platform_context():
        old = AuditAnchor.objects.filter(chain=log.id.hex).order_by("day").first()
    with nowhere(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {log.schema_name}.access_auditlink WHERE seq > {old.seq}")
        cursor.execute(
            "UPDATE public.compliance_audithead SET seq = %s, hash = %s WHERE chain = %s",
            [old.seq, old.hash, old.chain],
        )
    assert {"anchor_broken", "head_forged"} <= {fault.what for fault in faults()}
