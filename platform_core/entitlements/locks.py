from __future__ import annotations

from typing import Final

from django.db import connection

from platform_core.entitlements.enums import Limit

ROOM: Final = 0x6B71_6C69  # a number of its own among advisory locks


def lock_room(tenant_role: str, limit: Limit) -> None:
    """Who makes something that a plan counts does so alone, in its shop, until its transaction ends. Others' rows do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", [f"{tenant_role} {limit.value}", ROOM])
