from __future__ import annotations

import psycopg
from django.conf import settings

from platform_core.kernel.clock import now
from platform_core.tenancy.owner import owner_connection
from platform_core.tenancy.schema_builder import build_schema, new_schema_name

REFILL_LOCK = 4711002


def newest_template(cursor: psycopg.Cursor[tuple[object, ...]]) -> tuple[str, str]:
    """Digest and SQL of the template in force.

    Raises:
        LookupError: ``migrate_all`` has not run.
    """
    cursor.execute("SELECT digest, sql FROM public.tenancy_schematemplate ORDER BY created_at DESC LIMIT 1")
    row = cursor.fetchone()
    if row is None:
        raise LookupError("no schema template: run `manage.py migrate_all`")
    return str(row[0]), str(row[1])


def build_spare(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """Build one schema with its role and note it as spare, all in one transaction.

    Returns:
        Its name.
    """
    with connection.transaction(), connection.cursor() as cursor:
        digest, template = newest_template(cursor)
        schema, role = new_schema_name()
        build_schema(cursor, schema, role, template)
        cursor.execute(
            "INSERT INTO public.tenancy_spareschema (schema_name, role_name, digest, created_at)"
            " VALUES (%s, %s, %s, %s)",
            [schema, role, digest, now()],
        )
    return schema


def refill_spares(*, wanted: int | None = None) -> int:
    """Build spare schemas until there are enough; one process does, others leave at once.

    Returns:
        How many were built.
    """
    target = settings.KAQUAN_SPARE_SCHEMAS if wanted is None else wanted
    built = 0
    with owner_connection(autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [REFILL_LOCK])
            row = cursor.fetchone()
            if not row or not row[0]:
                return 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM public.tenancy_spareschema")
                row = cursor.fetchone()
            if row and int(str(row[0])) >= target:
                return built
            build_spare(connection)
            built += 1
