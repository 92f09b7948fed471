"""Making a tenant's schema: from the migrated template's SQL, with its role and rights, in one transaction.

Replaying a dump takes a twentieth of the time of running the migrations and gives the same schema to the byte
(tests/integration/tenancy holds that).
"""

from __future__ import annotations

import re
import secrets
import subprocess
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from platform_core.tenancy.postgres_tools import find_tool

TEMPLATE_SCHEMA = "tmpl_kaquan_schema_template"
# Rows that are facts, not state: nobody rewrites them, not even the tenant's own code.
APPEND_ONLY = (
    "access_auditentry",
    "access_auditlink",
    "access_auditoutcome",
    "finance_ledgertransfer",
    "finance_supplierentry",
    "issuance_codehistory",
    "issuance_issuancehistory",
    "issuance_reveal",
    "orders_ordernote",
    "payments_balanceentry",
    "reporting_differencenote",
    "reporting_exportdownload",
)
# What the law has a shop keep (KEEP-01): what identifies people in it is erased in place once its time is over, a row is never deleted.
# It all goes with the schema, see services/drop_tenant.
KEPT = (
    "catalog_catalogchange",
    "catalog_product",
    "catalog_sku",
    "issuance_issuance",
    "issuance_issuanceline",
    "orders_order",
    "orders_orderline",
    "payments_gatewayrefund",
    "payments_payment",
)
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_schema_name() -> tuple[str, str]:
    """A random schema name and the name of its role. Never text of a user."""
    label = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"t_{label}", f"kq_t_{label}_{settings.ROLE_SUFFIX}"


def dump_template() -> str:
    """The SQL of the migrated template schema, without session settings that would leak into the caller.

    Raises:
        subprocess.CalledProcessError: pg_dump refused.
    """
    info = settings.OWNER_CONNINFO
    arguments = [find_tool("pg_dump"), "--schema", TEMPLATE_SCHEMA, "--no-owner", "--no-privileges", "--inserts"]
    arguments += ["--rows-per-insert=200", "--host", info["host"], "--username", info["user"], info["dbname"]]
    if info.get("port"):
        arguments += ["--port", info["port"]]
    dumped = subprocess.run(
        arguments, check=True, capture_output=True, text=True, env={"PGPASSWORD": info["password"], "LC_ALL": "C.UTF-8"}
    ).stdout
    unwanted = re.compile(r"^(\\(un)?restrict .*|SET .*;|SELECT pg_catalog\.set_config\(.*\);)$")
    return "\n".join(line for line in dumped.splitlines() if not unwanted.match(line))


def create_role(cursor: psycopg.Cursor[Any], role: str) -> None:
    """Make a tenant's NOLOGIN role, reachable by SET ROLE from the web login and the owner."""
    names = {
        "role": sql.Identifier(role),
        "web": sql.Identifier(settings.ROLE_WEB),
        "owner": sql.Identifier(settings.ROLE_OWNER),
        "tenants": sql.Identifier(settings.ROLE_TENANTS),
    }
    for statement in (
        "CREATE ROLE {role} NOLOGIN",
        "GRANT {tenants} TO {role}",
        "GRANT {role} TO {web}",
        "GRANT {role} TO {owner}",
    ):
        cursor.execute(sql.SQL(statement).format(**names))


def grant_schema(cursor: psycopg.Cursor[Any], schema: str, role: str) -> None:
    """Give a tenant's role its rights on its schema, and on tables that later migrations add."""
    names = {"schema": sql.Identifier(schema), "role": sql.Identifier(role)}
    for statement in (
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {role}",
    ):
        cursor.execute(sql.SQL(statement).format(**names))
    for tables, privileges in ((APPEND_ONLY, "UPDATE, DELETE, TRUNCATE"), (KEPT, "DELETE, TRUNCATE")):
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename = ANY(%s)", [schema, list(tables)]
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("REVOKE {privileges} ON {table} FROM {role}").format(
                    privileges=sql.SQL(privileges), table=sql.Identifier(schema, table), **names
                )
            )
    cursor.execute(sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {}.django_migrations FROM {}").format(*names.values()))


def build_schema(cursor: psycopg.Cursor[Any], schema: str, role: str, template_sql: str) -> None:
    """Make role, schema, tables and rights inside the caller's transaction: all of it or nothing.

    Args:
        cursor: of the owner's connection.
        schema: a name from ``new_schema_name``.
        role: its role.
        template_sql: text of ``dump_template``.
    """
    create_role(cursor, role)
    body = re.sub(rf"\b{TEMPLATE_SCHEMA}\b", schema, template_sql)
    cursor.execute("SET LOCAL search_path = public; SET LOCAL check_function_bodies = off")
    cursor.execute(body)  # type: ignore[arg-type]
    grant_schema(cursor, schema, role)
