from __future__ import annotations

from typing import Any

import psycopg

from platform_core.kernel.clock import now
from platform_core.tenancy.schema_builder import build_schema, new_schema_name
from platform_core.tenancy.selectors import get_newest_template


def build_spare(*, owner: psycopg.Connection[tuple[Any, ...]]) -> str:
    """Build one schema with its role and note it as spare, all in one transaction.

    Args:
        owner: a connection of the owner role.

    Returns:
        Its name.

    Raises:
        LookupError: ``migrate_all`` has not run.
    """
    with owner.transaction(), owner.cursor() as cursor:
        template = get_newest_template(cursor)
        schema, role = new_schema_name()
        build_schema(cursor, schema, role, template.sql)
        cursor.execute(
            "INSERT INTO public.tenancy_spareschema (schema_name, role_name, digest, created_at)"
            " VALUES (%s, %s, %s, %s)",
            [schema, role, template.digest, now()],
        )
    return schema
