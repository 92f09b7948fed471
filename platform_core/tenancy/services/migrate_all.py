"""Bring ``public``, the template and every tenant's schema to the state that this code expects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from platform_core.events.services.continue_positions import continue_positions
from platform_core.kernel.clock import now
from platform_core.tenancy.dotted import load
from platform_core.tenancy.grants import apply_public_grants
from platform_core.tenancy.owner import owner_connection
from platform_core.tenancy.readiness import expected_digest
from platform_core.tenancy.schema_builder import TEMPLATE_SCHEMA, dump_template, grant_schema

Say = Callable[[str], None]


def _migrate(schema: str) -> None:
    """Run the migrations of the apps that have tables in the schema, and of what they stand on.

    ``migrate_schemas`` goes through those of all apps in every schema, only to make nothing there: that takes twice as long. Nor
    is ``post_migrate`` sent: Django would write rows for permissions and content types, which nothing here asks for (ADR 51).
    """
    own = settings.SHARED_APPS if schema == "public" else settings.TENANT_APPS
    labels = {app.label for app in apps.get_app_configs() if app.name in own}
    database: Any = connection  # our backend, which Django's types do not know
    # Django records a migration after its own transaction: killed in between, the next start would find the tables there.
    with transaction.atomic():
        database.set_schema(schema, include_public=False)  # else the record of ``public`` would be taken for this one's
        MigrationRecorder(connection).ensure_schema()
        database.set_schema(schema)
        executor = MigrationExecutor(connection)
        executor.migrate([leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in labels])
    database.set_schema_to_public()


def _has_digest(digest: str) -> bool:
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.tenancy_schematemplate')")
        row = cursor.fetchone()
        if not row or row[0] is None:
            return False
        cursor.execute("SELECT 1 FROM public.tenancy_schematemplate WHERE digest = %s", [digest])
        return cursor.fetchone() is not None


def _drop_spares() -> None:
    """Spares of the old template are dropped, not migrated: making one takes a tenth of a second."""
    with owner_connection() as owner, owner.cursor() as cursor:
        cursor.execute("DELETE FROM public.tenancy_spareschema RETURNING schema_name, role_name")
        for schema, role in cursor.fetchall():
            cursor.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
            cursor.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def migrate_all(*, say: Say = lambda text: None) -> None:
    """Migrate everything; nothing to do is answered in milliseconds. Run as the owner.

    Args:
        say: told each step.
    """
    digest = expected_digest()
    if not _has_digest(digest):
        _migrate_all(digest, say)
    if continue_positions() is not None:
        say("order of events, continued after a restore")
    for step in load(settings.KAQUAN_AFTER_MIGRATIONS):
        step(say=say)


def _migrate_all(digest: str, say: Say) -> None:
    say("public schema")
    _migrate("public")
    with owner_connection() as owner:
        apply_public_grants(owner)
    say("template schema")
    with owner_connection() as owner:
        owner.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(TEMPLATE_SCHEMA)))
    _migrate(TEMPLATE_SCHEMA)
    with owner_connection() as owner:
        tenants = owner.execute("SELECT schema_name, role_name FROM public.tenancy_tenant ORDER BY id").fetchall()
    for number, (schema, role) in enumerate(tenants, 1):
        say(f"tenant {number}/{len(tenants)}")
        _migrate(schema)
        with owner_connection() as owner, owner.cursor() as cursor:
            grant_schema(cursor, schema, role)
    connection.close()
    _drop_spares()
    with owner_connection() as owner:
        # Last: /readyz is green only once this row stands.
        owner.execute(
            "INSERT INTO public.tenancy_schematemplate (digest, sql, created_at) VALUES (%s, %s, %s)",
            [digest, dump_template(), now()],
        )
