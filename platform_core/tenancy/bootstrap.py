"""The roles and extensions that everything else stands on; run as the database's administrator, again and again."""

from __future__ import annotations

import psycopg
from django.conf import settings
from psycopg import sql

EXTENSIONS = ("btree_gist", "pg_trgm")


def _role(cursor: psycopg.Cursor[tuple[object, ...]], name: str, options: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    verb = "ALTER" if cursor.fetchone() else "CREATE"
    cursor.execute(sql.SQL(f"{verb} ROLE {{}} {options}").format(sql.Identifier(name)))


def _login(cursor: psycopg.Cursor[tuple[object, ...]], name: str, options: str) -> None:
    _role(cursor, name, f"LOGIN NOINHERIT {options}")
    password = sql.Literal(settings.ROLE_PASSWORDS[name])
    cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), password))


def bootstrap(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Make or repair roles, extensions and the rights on ``public``.

    Args:
        connection: a login that may create roles and owns the database (or a superuser).
    """
    owner, web = sql.Identifier(settings.ROLE_OWNER), sql.Identifier(settings.ROLE_WEB)
    platform, tenants = sql.Identifier(settings.ROLE_PLATFORM), sql.Identifier(settings.ROLE_TENANTS)
    database = sql.Identifier(connection.info.dbname)
    with connection.cursor() as cursor:
        # Several processes may bootstrap at once; roles are cluster-wide and CREATE ROLE has no IF NOT EXISTS.
        cursor.execute("SELECT pg_advisory_xact_lock(4711001)")
        _role(cursor, settings.ROLE_PLATFORM, "NOLOGIN")
        _role(cursor, settings.ROLE_TENANTS, "NOLOGIN")
        _login(cursor, settings.ROLE_OWNER, "CREATEROLE")
        _login(cursor, settings.ROLE_WEB, "")
        for statement in (
            "GRANT {platform} TO {web}",
            "GRANT {platform} TO {owner}",
            "GRANT {tenants} TO {owner} WITH ADMIN OPTION",
            "GRANT {owner} TO CURRENT_USER",
            # In this order: an administrator that is no superuser owns the schema as long as the database is its own.
            "ALTER SCHEMA public OWNER TO {owner}",
            "ALTER DATABASE {database} OWNER TO {owner}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {platform}, {tenants}",
            "REVOKE CONNECT ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {web}, {owner}",
            # A request that waits longer answers an error; jobs lift these for themselves.
            "ALTER ROLE {web} IN DATABASE {database} SET statement_timeout = '15s'",
            "ALTER ROLE {web} IN DATABASE {database} SET lock_timeout = '2s'",
            "ALTER ROLE {web} IN DATABASE {database} SET idle_in_transaction_session_timeout = '60s'",
        ):
            cursor.execute(
                sql.SQL(statement).format(owner=owner, web=web, platform=platform, tenants=tenants, database=database)
            )
        for extension in EXTENSIONS:
            cursor.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(sql.Identifier(extension)))
    connection.commit()
