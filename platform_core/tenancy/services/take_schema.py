from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from platform_core.tenancy.owner import owner_connection
from platform_core.tenancy.services.build_spare import build_spare

# ARRAY(...) keeps the planner from evaluating the locked sub-select more than once.
TAKE = """
DELETE FROM public.tenancy_spareschema WHERE schema_name = ANY(ARRAY(
    SELECT schema_name FROM public.tenancy_spareschema
    WHERE digest = (SELECT digest FROM public.tenancy_schematemplate ORDER BY created_at DESC LIMIT 1)
    ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
)) RETURNING schema_name, role_name
"""


class Taken(NamedTuple):
    """A schema that now belongs to the caller's transaction."""

    schema_name: str
    role_name: str


def take_schema() -> Taken:
    """Take a spare schema in the caller's transaction (rolled back, it is spare again); build one when there is none."""
    for _ in range(5):
        with connection.cursor() as cursor:
            cursor.execute(TAKE)
            row = cursor.fetchone()
        if row:
            return Taken(*row)
        with owner_connection(autocommit=True) as owner:
            build_spare(owner=owner)  # committed as a spare first: a kill between here and there loses nothing
    raise RuntimeError("spare schemas are taken faster than built")
