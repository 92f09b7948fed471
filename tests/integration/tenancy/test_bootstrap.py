"""Roles and rights of a database are made by whoever owns it and may make roles; it need not be a superuser."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from platform_core.tenancy.bootstrap import bootstrap

DATABASE, ADMINISTRATOR = "bootstrapped", "bootstrap_admin"
ROLES = {name: f"bootstrap_{name.lower()}" for name in ("OWNER", "WEB", "PLATFORM", "TENANTS")}


@pytest.fixture
def administrator(settings):
    """Connects as a login that owns a new database, with CREATEROLE and CREATEDB, as .env.example asks for it."""
    for name, role in ROLES.items():
        setattr(settings, f"ROLE_{name}", role)
    settings.ROLE_PASSWORDS = dict.fromkeys(ROLES.values(), "x")
    given = psycopg.conninfo.conninfo_to_dict(settings.DATABASE_ADMIN_URL)
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as superuser:
        superuser.execute(f"CREATE ROLE {ADMINISTRATOR} LOGIN CREATEROLE CREATEDB PASSWORD 'x'")
        superuser.execute(f"CREATE DATABASE {DATABASE} OWNER {ADMINISTRATOR}")
        try:
            with psycopg.connect(**{**given, "dbname": DATABASE, "user": ADMINISTRATOR, "password": "x"}) as connection:
                yield connection
        finally:
            superuser.execute(f"DROP DATABASE {DATABASE}")
            for role in (*ROLES.values(), ADMINISTRATOR):
                superuser.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))


def test_an_administrator_that_is_no_superuser_makes_everything_and_may_repeat_it(administrator):
    for _ in range(2):
        bootstrap(administrator)
    owners = administrator.execute(
        "SELECT pg_get_userbyid(datdba), (SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'public') "
        "FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert owners == (ROLES["OWNER"], ROLES["OWNER"])
    extensions = {name for (name,) in administrator.execute("SELECT extname FROM pg_extension")}
    assert extensions >= {"btree_gist", "pg_trgm"}
    may = (
        "SELECT has_schema_privilege(%s, 'public', 'CREATE'), has_database_privilege(%s, current_database(), 'CONNECT')"
    )
    assert administrator.execute(may, [ROLES["WEB"], ROLES["WEB"]]).fetchone() == (False, True)
    assert administrator.execute(may, [ROLES["PLATFORM"], ROLES["PLATFORM"]]).fetchone() == (False, False)
