from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from webhooks.models import SigningSecret

DISPATCH = 0x6B71_7765  # a number of its own among advisory locks


def get_secrets_locked(tenant_role: str) -> list[SigningSecret]:
    """All signing secrets of a shop, locked, oldest first."""
    return list(SigningSecret.objects.select_for_update().filter(tenant_role=tenant_role).order_by("id"))


@contextmanager
def dispatching_alone() -> Iterator[bool]:
    """Yields whether nobody else sends deliveries; then nobody else does during the block. A dead process holds nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DISPATCH])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [DISPATCH])
